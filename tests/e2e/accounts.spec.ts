/** Protecting the groups, coming in on another device, one browser and two people, signing out: by real browsers. */
import { expect, type Page } from '@playwright/test';
import { openMailBox } from '../support/mail-box.ts';
import { App } from './app.ts';
import { giveAuthenticator } from './authenticator.ts';
import { test } from './fixtures.ts';

test('a passkey made on one phone brings the groups to another', async ({ racha }) => {
  const old = await racha.device();
  const ana = new App(old.page);
  await ana.start('Ana');
  await ana.createGroup('Floripa 2026');
  await ana.send('levo o violão');
  await ana.expectStatus('levo o violão', 'Enviada');
  const first = await giveAuthenticator(old.page);
  await old.page.goto('/ajustes/protecao');
  await expect(old.page.getByText('Hoje o acesso aos seus grupos está só neste aparelho.')).toBeVisible();
  await old.page.getByRole('button', { name: 'Adicionar chave de acesso' }).click();
  await expect(old.page.getByText('Seus grupos estão protegidos.')).toBeVisible();

  const phone = await racha.device();
  const second = await giveAuthenticator(phone.page);
  const { credentials } = await first.cdp.send('WebAuthn.getCredentials', {
    authenticatorId: first.authenticatorId,
  });
  for (const credential of credentials) {
    // As the platform's keychain would have brought it along.
    await second.cdp.send('WebAuthn.addCredential', { authenticatorId: second.authenticatorId, credential });
  }
  await phone.page.goto('/');
  await phone.page.getByRole('link', { name: 'Já uso o Racha em outro aparelho' }).click();
  await phone.page.getByRole('button', { name: 'Usar chave de acesso' }).click();
  const again = new App(phone.page);
  await again.openGroup('Floripa 2026');
  await expect(again.messages.getByText('levo o violão')).toBeVisible();
  // The same member: what is said here is one's own there.
  await again.send('e a barraca');
  await ana.page.goto('/');
  await ana.openGroup('Floripa 2026');
  await ana.expectStatus('e a barraca', 'Enviada');
});

test('a code on the new phone, a yes on the old one, and both groups are one person’s', async ({ racha }) => {
  const old = await racha.device();
  const ana = new App(old.page);
  await ana.start('Ana');
  await ana.createGroup('República');
  const phone = await racha.device({ ownLink: true });
  const again = new App(phone.page);
  await again.start('Ana');
  await again.createGroup('Churrasco');
  // What waits here when the devices become one person's goes out after it, as it was written.
  await phone.page.goto('/entrar/conta');
  await phone.page.getByRole('button', { name: 'Mostrar código' }).click();
  const code = await phone.page.getByRole('status', { name: 'Código deste aparelho' }).textContent();
  const number = /número (\d\d)/.exec(
    (await phone.page.getByText('Lá deve aparecer').textContent()) ?? '',
  )?.[1];
  await old.page.goto('/ajustes/aparelhos');
  await old.page.getByRole('textbox', { name: 'Código do aparelho novo' }).fill(code ?? '');
  await old.page.getByRole('button', { name: 'Continuar' }).click();
  const question = old.page.getByRole('dialog', { name: 'É este o aparelho?' });
  await expect(question.getByText(number ?? 'no number', { exact: true })).toBeVisible();
  await question.getByRole('button', { name: 'É meu, deixar entrar' }).click();

  await phone.page.getByRole('button', { name: 'São meus, juntar tudo' }).click();
  await again.openGroup('República');
  await phone.page.goto('/');
  await again.openGroup('Churrasco');
  await again.send('carvão comprado');
  await again.expectStatus('carvão comprado', 'Enviada');
  await old.page.goto('/');
  await ana.openGroup('Churrasco');
  await expect(ana.messages.getByText('carvão comprado')).toBeVisible();
});

test('fault 64: a device signed out from afar keeps what is typed there, says so, and goes on as itself after signing in', async ({
  racha,
}) => {
  const old = await racha.device();
  const ana = new App(old.page);
  await ana.start('Ana');
  await ana.createGroup('República');
  await old.page.goto('/ajustes/protecao');
  await old.page.getByRole('button', { name: 'Criar código' }).click();
  const paper = await old.page.getByRole('status', { name: 'Seu código' }).textContent();

  const phone = await racha.device();
  const again = new App(phone.page);
  await phone.page.goto('/entrar/conta');
  await phone.page.getByRole('textbox', { name: 'Código de recuperação' }).fill(paper ?? '');
  // This server sends no mail, and does not offer what it cannot do.
  await expect(phone.page.getByRole('textbox', { name: 'E-mail' })).toBeHidden();
  await phone.page.getByRole('button', { name: 'Usar código de recuperação' }).click();
  await expect(phone.page.getByRole('button', { name: 'Criar outro código' })).toBeVisible();
  await again.openGroup('República');

  // The one that came in last ends the other, and makes a way back for it.
  await phone.page.goto('/ajustes/aparelhos');
  await phone.page.getByRole('button', { name: /^Desconectar / }).click();
  await phone.page.getByRole('dialog').getByRole('button', { name: 'Desconectar' }).click();
  await expect(phone.page.getByRole('button', { name: /^Desconectar / })).toBeHidden();
  await phone.page.goto('/ajustes/protecao');
  await phone.page.getByRole('button', { name: 'Criar código' }).click();
  const next = await phone.page.getByRole('status', { name: 'Seu código' }).textContent();

  await old.page.goto('/');
  await ana.openGroup('República');
  await ana.send('escrita sem conta');
  const bar = old.page.getByRole('status', { name: 'Conexão' });
  await expect(bar).toHaveText('Este aparelho saiu da conta · entrar');
  await ana.expectStatus('escrita sem conta', 'Esperando');
  const before = await readDeviceId(old.page);
  await expect(bar).toHaveText('Este aparelho saiu da conta · entrar');
  await bar.getByRole('link').click();
  await old.page.getByRole('textbox', { name: 'Código de recuperação' }).fill(next ?? '');
  await old.page.getByRole('button', { name: 'Usar código de recuperação' }).click();
  await ana.openGroup('República');
  await ana.expectStatus('escrita sem conta', 'Enviada');
  await again.page.goto('/');
  await again.openGroup('República');
  await expect(again.messages.getByText('escrita sem conta')).toHaveCount(1);
  expect(await readDeviceId(old.page)).toBe(before);
});

/** As support would ask for it. */
async function readDeviceId(page: Page): Promise<string | null> {
  await page.goto('/ajustes');
  const id = await page.locator('code').textContent();
  await page.goBack();
  return id;
}

test('the code by e-mail and the one on paper bring the groups back', async ({ racha }) => {
  const box = await openMailBox();
  await racha.server.restart({ SMTP_URL: box.url, MAIL_FROM: 'Racha <racha@racha.test>' });
  const old = await racha.device();
  const ana = new App(old.page);
  await ana.start('Ana');
  await ana.createGroup('Escritório');
  await old.page.goto('/ajustes/protecao');
  await old.page.getByRole('button', { name: 'Criar código' }).click();
  const paper = await old.page.getByRole('status', { name: 'Seu código' }).textContent();
  await old.page.getByRole('button', { name: 'Já guardei' }).click();
  await expect(old.page.getByText('Seus grupos estão protegidos.')).toBeVisible();

  // One more protection on a protected account asks who one is; the code on paper says it.
  await old.page.getByRole('textbox', { name: 'E-mail' }).fill('ana@racha.test');
  await old.page.getByRole('button', { name: 'Mandar código' }).click();
  const proof = old.page.getByRole('dialog', { name: 'Confirme que é você' });
  await proof.getByRole('textbox', { name: 'Código de recuperação' }).fill(paper ?? '');
  await proof.getByRole('button', { name: 'Usar código de recuperação' }).click();
  await expect(proof).toBeHidden();
  await old.page.getByRole('button', { name: 'Mandar código' }).click();
  const code = old.page.getByRole('textbox', { name: 'Código do e-mail' });
  await code.fill(await expectCode(box, 'ana@racha.test'));
  await old.page.getByRole('button', { name: 'Confirmar código' }).click();
  await expect(old.page.getByText('ana@racha.test')).toBeVisible();

  const phone = await racha.device();
  const again = new App(phone.page);
  await phone.page.goto('/entrar/conta');
  await phone.page.getByRole('textbox', { name: 'E-mail' }).fill('ana@racha.test');
  await phone.page.getByRole('button', { name: 'Mandar código' }).click();
  await expect(phone.page.getByRole('textbox', { name: 'Código do e-mail' })).toBeVisible();
  await phone.page.getByRole('textbox', { name: 'Código do e-mail' }).fill(box.codeFor('ana@racha.test'));
  await phone.page.getByRole('button', { name: 'Confirmar código' }).click();
  await again.openGroup('Escritório');
  await box[Symbol.asyncDispose]();
});

async function expectCode(box: Awaited<ReturnType<typeof openMailBox>>, email: string): Promise<string> {
  await expect.poll(() => box.mails.some(({ to }) => to === email)).toBe(true);
  return box.codeFor(email);
}

test('signing out without a network leaves nothing behind, and the next person is somebody new', async ({
  racha,
}) => {
  const device = await racha.device();
  const ana = new App(device.page);
  await ana.start('Ana');
  await ana.installed();
  await ana.createGroup('Segredo da Ana');
  await ana.send('canário-7319');
  await ana.expectStatus('canário-7319', 'Enviada');
  racha.proxy.set({ refuse: true });
  await ana.send('nunca enviada');
  await device.page.goto('/ajustes');
  await device.page.getByRole('button', { name: 'Sair deste aparelho' }).click();
  const sheet = device.page.getByRole('dialog', { name: 'Sair deste aparelho?' });
  await expect(sheet.getByText('1 coisa ainda não foi enviada e vai se perder.')).toBeVisible();
  await sheet.getByRole('button', { name: 'Apagar e sair' }).click();
  await expect(ana.nameField).toBeVisible();
  expect(await listStored(device.page)).not.toContain('canário-7319');

  // The cookie could not go without a network. It opens nothing for whoever comes next.
  await ana.giveName('Bia');
  racha.proxy.set({});
  await ana.createGroup('Grupo da Bia');
  await ana.send('oi');
  await ana.expectStatus('oi', 'Enviada');
  await device.page.goto('/');
  await expect(device.page.getByRole('link', { name: /Grupo da Bia/ })).toBeVisible();
  await expect(device.page.getByRole('link', { name: /Segredo da Ana/ })).toBeHidden();
});

test('fault 65: another person signs in on this browser: a database of their own, nothing sent or read of the first one’s', async ({
  racha,
}) => {
  // Bia's account, on her own phone, with a code on paper.
  const bias = await racha.device({ ownLink: true });
  const bia = new App(bias.page);
  await bia.start('Bia');
  await bia.createGroup('Grupo da Bia');
  await bias.page.goto('/ajustes/protecao');
  await bias.page.getByRole('button', { name: 'Criar código' }).click();
  const paper = await bias.page.getByRole('status', { name: 'Seu código' }).textContent();

  // Ana's phone, with something that is not sent yet.
  const device = await racha.device({ ownLink: true });
  const ana = new App(device.page);
  await ana.start('Ana');
  await ana.createGroup('Grupo da Ana');
  await ana.send('primeira');
  await ana.expectStatus('primeira', 'Enviada');
  await device.page.goto('/ajustes/protecao');
  await device.page.getByRole('button', { name: 'Criar código' }).click();
  const anasPaper = await device.page.getByRole('status', { name: 'Seu código' }).textContent();
  await device.page.goto('/');
  await ana.openGroup('Grupo da Ana');
  device.link.set({ refuse: true });
  await ana.send('ainda no bolso');
  device.link.set({});

  const enterBy = async (code: string | null, apart: string): Promise<void> => {
    await device.page.goto('/entrar/conta');
    await device.page.getByRole('textbox', { name: 'Código de recuperação' }).fill(code ?? '');
    await device.page.getByRole('button', { name: 'Usar código de recuperação' }).click();
    await device.page.getByRole('button', { name: apart }).click();
  };
  await enterBy(paper, 'Entrar como outra pessoa');
  await expect(device.page.getByRole('link', { name: /Grupo da Bia/ })).toBeVisible();
  await expect(device.page.getByRole('link', { name: /Grupo da Ana/ })).toBeHidden();

  // Ana comes back: the same device, with what it still had to send.
  // Bia's only protection was used up by coming in, so she is asked whether the groups here are Ana's, too.
  await enterBy(anasPaper, 'São de outra pessoa, manter à parte');
  await ana.openGroup('Grupo da Ana');
  await ana.expectStatus('ainda no bolso', 'Enviada');
  await expect(ana.messages.getByText('ainda no bolso')).toHaveCount(1);
  await expect(device.page.getByRole('link', { name: /Grupo da Bia/ })).toBeHidden();
});

/** Everything this origin keeps in the browser, as text. */
function listStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of db.objectStoreNames) {
        found.push(
          await new Promise((resolve) => {
            const all = db.transaction(store).objectStore(store).getAll();
            all.onsuccess = () => resolve(all.result);
          }),
        );
      }
      db.close();
    }
    for (const key of await caches.keys()) {
      for (const request of await (await caches.open(key)).keys()) found.push(request.url);
    }
    return JSON.stringify(found);
  });
}
