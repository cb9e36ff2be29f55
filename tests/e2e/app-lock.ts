/** Putting the app lock on, and opening it, as a person does. */
import { expect, type Page } from '@playwright/test';

export const PIN = 'bicicleta azul 7';

export async function turnOn(page: Page, pin = PIN): Promise<void> {
  await page.goto('/ajustes');
  await page.getByRole('button', { name: 'Ligar bloqueio' }).click();
  await page.getByLabel('PIN ou frase', { exact: true }).fill(pin);
  await page.getByLabel('De novo, para conferir').fill(pin);
  await page.getByRole('button', { name: 'Ligar', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Bloquear agora' })).toBeVisible();
  await expect(page.getByText('Cifrando o que já estava guardado…')).toBeHidden();
}

export async function unlock(page: Page, pin = PIN): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Racha está bloqueado' })).toBeVisible();
  await page.getByLabel('PIN ou frase').fill(pin);
  await page.getByRole('button', { name: 'Desbloquear' }).click();
}
