/** Roles, removal, handing over, deleting and blocking, as people do it on their phones. */
import { expect } from '@playwright/test';
import { rowsOf } from './device-database.ts';
import { test } from './fixtures.ts';
import { GROUP_NAME, openGroupOfTwo, type Person } from './group-of-two.ts';

const openMember = async ({ app, page }: Person, name: string): Promise<void> => {
  await app.openMembers();
  await page.getByRole('button', { name: new RegExp(name) }).click();
};

/** Removes at once: leaving the screen ends the time to undo. */
async function removeBia(ana: Person): Promise<void> {
  await openMember(ana, 'Bia');
  await ana.page.getByRole('button', { name: 'Remover do grupo' }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Remover do grupo' }).click();
  await expect(ana.page.getByText('Bia vai sair do grupo')).toBeVisible();
  await ana.app.openConversation();
  await expect(ana.app.messages.getByText('Você removeu Bia do grupo')).toBeVisible();
}

test('fault 67: removed while offline: what waited and what was being typed lie in the tray whole, the group is gone from the device', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('só para nós');
  await expect(bia.app.message('só para nós')).toBeVisible();
  await bia.app.installed();
  await bia.device.context.setOffline(true);
  await bia.page.reload();
  await bia.app.send('ainda estou aqui?');
  await bia.app.expectStatus('ainda estou aqui?', 'Esperando');
  await bia.app.composer.fill('ia escrever isto também');
  await removeBia(ana);

  await bia.device.context.setOffline(false);
  await expect(bia.page.getByText('Você foi removido deste grupo')).toBeVisible({ timeout: 30_000 });
  await bia.page.getByRole('link', { name: 'Ver o que está guardado' }).click();
  await expect(bia.page.getByText('“ainda estou aqui?”')).toBeVisible();
  await expect(bia.page.getByText('“ia escrever isto também”')).toBeVisible();
  expect(await rowsOf(bia.page, 'messages')).toEqual([]);
  expect(await rowsOf(bia.page, 'members')).toEqual([]);
  expect(await rowsOf(bia.page, 'drafts')).toEqual([]);
  await expect(ana.app.message('ainda estou aqui?')).toHaveCount(0);
});

test('fault 68: removed while connected: the conversation goes at once, and nothing that is said later arrives', async ({
  racha,
}) => {
  const { ana, bia, link } = await openGroupOfTwo(racha);
  await removeBia(ana);
  await expect(bia.page.getByText('Você foi removido deste grupo')).toBeVisible({ timeout: 2_000 });
  await ana.app.send('já podemos falar');
  await ana.app.expectStatus('já podemos falar', 'Enviada');
  await bia.page.reload();
  await bia.page.getByRole('button', { name: 'Tirar da lista' }).click();
  await expect(bia.page.getByRole('link', { name: new RegExp(GROUP_NAME) })).toHaveCount(0);
  expect(JSON.stringify(await rowsOf(bia.page, 'messages'))).not.toContain('já podemos falar');

  // The link they know ended with it.
  await bia.page.goto(link.replace(/^https?:\/\/[^/]+/, ''));
  await expect(bia.page.getByText('Este convite foi desligado')).toBeVisible();
  await expect(ana.app.messages.getByText('Bia entrou no grupo')).toHaveCount(1);
});

test('a removal can be taken back for a while', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await openMember(ana, 'Bia');
  await ana.page.getByRole('button', { name: 'Remover do grupo' }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Remover do grupo' }).click();
  await expect(ana.page.getByRole('button', { name: /Bia/ })).toHaveCount(0);
  await ana.page.getByRole('button', { name: 'Desfazer' }).click();
  await expect(ana.page.getByRole('button', { name: /Bia/ })).toBeVisible();
  await ana.app.openConversation();
  await ana.app.send('fica');
  await expect(bia.app.message('fica')).toBeVisible();
});

test('an owner hands the group over while leaving; the next one runs it, and the record says so', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.openMembers();
  await ana.page.getByRole('button', { name: 'Sair do grupo' }).click();
  await ana.page.getByRole('checkbox', { name: /Pessoa removida/ }).check();
  await ana.page.getByRole('button', { name: 'Passar para Bia e sair' }).click();
  await expect(ana.page.getByText(`Você saiu de “${GROUP_NAME}”`)).toBeVisible();

  await expect(bia.app.messages.getByText('Pessoa removida saiu do grupo')).toBeVisible();
  await bia.app.openMembers();
  await expect(bia.page.getByRole('listitem').filter({ hasText: 'Bia' })).toContainText('responsável');
  await bia.page.getByRole('link', { name: 'Registro do grupo' }).click();
  const record = bia.page.getByRole('list', { name: 'Registro do grupo' });
  await expect(record).toContainText('Pessoa removida passou o grupo para Bia');
  await expect(record).not.toContainText('Ana');
});

test('a deleted group goes from every device; its link is dead', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.openMembers();
  await ana.page.getByRole('button', { name: 'Apagar o grupo para todos' }).click();
  await ana.page.getByRole('button', { name: 'Apagar para todos' }).click();
  await expect(ana.page.getByText('Não é este o nome.')).toBeVisible();
  await ana.page.getByRole('textbox', { name: 'Escreva o nome do grupo' }).fill(GROUP_NAME);
  await ana.page.getByRole('button', { name: 'Apagar para todos' }).click();
  await expect(bia.page.getByText('Este grupo foi apagado')).toBeVisible();
  await expect(ana.page.getByRole('link', { name: new RegExp(GROUP_NAME) })).toHaveCount(0);
  expect(await rowsOf(bia.page, 'messages')).toEqual([]);
});

test('who is blocked is not seen on this device, by nobody else’s knowledge, until unblocked', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await bia.app.send('spam');
  await expect(ana.app.message('spam')).toBeVisible();
  await openMember(ana, 'Bia');
  await ana.page.getByRole('button', { name: 'Bloquear' }).click();
  await ana.app.openConversation();
  await bia.app.send('mais spam');
  await bia.app.expectStatus('mais spam', /Entregue|Lida/);
  await expect(ana.app.message('mais spam')).toHaveCount(0);
  await expect(ana.app.message('spam')).toHaveCount(0);
  await openMember(ana, 'Bia');
  await ana.page.getByRole('button', { name: 'Desbloquear' }).click();
  await ana.app.openConversation();
  await expect(ana.app.message('mais spam')).toBeVisible();
});
