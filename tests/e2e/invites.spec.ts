/** Links with limits, asking to come in, and people without the app, as people do it. */
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { type Racha, test } from './fixtures.ts';

const pathOf = (link: string): string => link.replace(/^https?:\/\/[^/]+/, '');

async function open(racha: Racha): Promise<App> {
  return new App((await racha.device()).page);
}

/** Makes a link under Pessoas; leaves the screen there. `options` are ticked as named. */
async function createLink(page: Page, options: { radios?: string[]; approval?: boolean }): Promise<string> {
  await page.getByRole('button', { name: 'Criar outro link' }).click();
  const sheet = page.getByRole('dialog', { name: 'Novo link' });
  for (const name of options.radios ?? []) await sheet.getByRole('radio', { name, exact: true }).check();
  if (options.approval) await sheet.getByRole('checkbox', { name: /Aprovar cada entrada/ }).check();
  await sheet.getByRole('button', { name: 'Criar link' }).click();
  const made = page.getByRole('dialog', { name: 'Link de Ana' });
  const link = await made.getByRole('textbox', { name: 'Link de convite' }).inputValue();
  await made.getByRole('button', { name: 'Fechar' }).click();
  return link;
}

async function groupOfAna(racha: Racha): Promise<App> {
  const ana = await open(racha);
  await ana.start('Ana');
  await ana.createGroup('Floripa 2026');
  await ana.openMembers();
  return ana;
}

test('a link for one person lets one in; the next one is told, before they write a word', async ({
  racha,
}) => {
  const ana = await groupOfAna(racha);
  const link = await createLink(ana.page, { radios: ['1 pessoa', 'Visitante'] });
  const bia = await open(racha);
  await bia.page.goto(pathOf(link));
  await expect(bia.page.getByText('1 pessoa no grupo')).toBeVisible();
  await bia.join(link, 'Bia');
  await bia.send('cheguei');
  await bia.expectStatus('cheguei', /Enviada|Entregue|Lida/);
  await expect(ana.page.getByText('visitante', { exact: true })).toBeVisible();
  await expect(ana.page.getByText(/1 de 1 pessoa/)).toBeVisible();

  const caio = await open(racha);
  await caio.page.goto(pathOf(link));
  await expect(caio.page.getByRole('heading', { name: 'Este convite já foi usado' })).toBeVisible();
});

test('switching a link off can be undone; after that it lets nobody in', async ({ racha }) => {
  const ana = await groupOfAna(racha);
  const link = await createLink(ana.page, {});
  const row = ana.page.getByRole('list', { name: 'Links de convite' }).getByRole('button');
  await expect(row).toHaveCount(2);
  await row.first().click();
  await ana.page.getByRole('button', { name: 'Desligar este link' }).click();
  await expect(row).toHaveCount(1);
  await ana.page.getByRole('button', { name: 'Desfazer' }).click();
  await expect(row).toHaveCount(2);
  await row.first().click();
  await ana.page.getByRole('button', { name: 'Desligar este link' }).click();
  // Leaving the screen is the end of the time to undo.
  await ana.openConversation();
  await ana.openMembers();
  await expect(row).toHaveCount(1);
  const bia = await open(racha);
  await expect(async () => {
    await bia.page.goto('/');
    await bia.page.goto(pathOf(link));
    await expect(bia.page.getByRole('heading', { name: 'Este convite foi desligado' })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass({ timeout: 20_000 });
  await ana.page.getByRole('link', { name: 'Registro do grupo' }).click();
  await expect(ana.page.getByText(/Você criou um link de convite: .* · desligado por você/)).toBeVisible();
});

test('asking to come in: what is written waits, and goes when an admin approves', async ({ racha }) => {
  const ana = await groupOfAna(racha);
  const link = await createLink(ana.page, { approval: true });
  const bia = await open(racha);
  await bia.page.goto(pathOf(link));
  await bia.nameField.fill('Bia');
  await bia.page.getByRole('button', { name: 'Pedir para entrar' }).click();
  await expect(bia.page.getByText('precisa aprovar sua entrada')).toBeVisible();
  await bia.send('oi, sou a Bia');
  await bia.expectStatus('oi, sou a Bia', 'Esperando');
  await ana.page.getByRole('button', { name: 'Aprovar Bia' }).click();
  await bia.expectStatus('oi, sou a Bia', /Enviada|Entregue|Lida/);
  await expect(bia.page.getByText('precisa aprovar sua entrada')).toBeHidden();
  await ana.openConversation();
  await expect(ana.message('oi, sou a Bia')).toBeVisible();
});

test('whoever asked may take it back: the admins see nobody waiting, and what was written is in the queue', async ({
  racha,
}) => {
  const ana = await groupOfAna(racha);
  const link = await createLink(ana.page, { approval: true });
  const bia = await open(racha);
  await bia.page.goto(pathOf(link));
  await bia.nameField.fill('Bia');
  await bia.page.getByRole('button', { name: 'Pedir para entrar' }).click();
  await bia.send('mudei de ideia');
  await expect(ana.page.getByRole('button', { name: 'Aprovar Bia' })).toBeVisible();
  await bia.page.getByRole('button', { name: 'Desistir de entrar' }).click();
  await bia.page.getByRole('button', { name: 'Desistir', exact: true }).click();
  await expect(ana.page.getByRole('button', { name: 'Aprovar Bia' })).toBeHidden({ timeout: 40_000 });
  await bia.page.goto('/fila');
  await expect(bia.page.getByText('mudei de ideia')).toBeVisible();
});

test('not let in: the text is in the queue, and the group says so', async ({ racha }) => {
  const ana = await groupOfAna(racha);
  const link = await createLink(ana.page, { approval: true });
  const bia = await open(racha);
  await bia.page.goto(pathOf(link));
  await bia.nameField.fill('Bia');
  await bia.page.getByRole('button', { name: 'Pedir para entrar' }).click();
  await bia.send('um texto que não se perde');
  await ana.page.getByRole('button', { name: 'Recusar Bia' }).click();
  await ana.openConversation();
  await expect(bia.page.getByRole('heading', { name: 'Você não entrou neste grupo' })).toBeVisible({
    timeout: 30_000,
  });
  await bia.page.getByRole('link', { name: 'Ver o que está guardado' }).click();
  await expect(bia.page.getByText('um texto que não se perde')).toBeVisible();
});

test('a person without the app comes in later and says who they are; an admin can take it back', async ({
  racha,
}) => {
  const ana = await groupOfAna(racha);
  await ana.page.getByRole('button', { name: 'Adicionar pessoa sem o app' }).click();
  await ana.page.getByRole('textbox', { name: 'Nome da pessoa' }).fill('Rafa');
  await ana.page.getByRole('button', { name: 'Adicionar', exact: true }).click();
  const rafa = ana.page.getByRole('list', { name: 'Sem o app' }).getByRole('button');
  await expect(rafa).toContainText('sem o app');
  const link = await ana.inviteLink();
  await ana.openMembers();

  const device = await open(racha);
  await device.page.goto(pathOf(link));
  await device.page.getByRole('radio', { name: 'Rafa' }).check();
  await device.nameField.fill('Rafael');
  await device.page.getByRole('button', { name: 'Entrar no grupo' }).click();
  await expect(device.page.getByText('Você disse que é “Rafa”')).toBeVisible();
  await expect(rafa).toContainText('é Rafael');
  await rafa.click();
  await ana.page.getByRole('button', { name: 'Desfazer: não é a mesma pessoa' }).click();
  await expect(rafa).toContainText('sem o app');
  await expect(device.page.getByText('“Rafa” voltou a estar sem o app')).toBeVisible();
});

test('a link opened without a network: the name it carries, a group that waits, and in when the network comes', async ({
  racha,
}) => {
  const ana = await groupOfAna(racha);
  const link = await createLink(ana.page, { radios: ['5 pessoas'] });
  const device = await racha.device({ ownLink: true });
  const bia = new App(device.page);
  await bia.start('Bia');
  await bia.installed();
  device.link.set({ refuse: true });
  await bia.page.goto(pathOf(link));
  await expect(bia.page.getByRole('heading', { name: 'Entrar em Floripa 2026' })).toBeVisible();
  await bia.page.getByRole('button', { name: 'Entrar no grupo' }).click();
  await bia.send('escrito no ônibus');
  await bia.expectStatus('escrito no ônibus', 'Esperando');
  device.link.set({});
  await bia.expectStatus('escrito no ônibus', /Enviada|Entregue|Lida/);
});
