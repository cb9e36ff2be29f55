/** The accounts of a group in a user's words. pt-BR. */
import { expect, type Locator, type Page } from '@playwright/test';
import { escapeForRegExp } from './app.ts';

export class Ledger {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  // --- getting around -------------------------------------------------------------
  async open(): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Partes do grupo' })
      .getByRole('link', { name: 'Contas' })
      .click();
    await expect(this.page).toHaveURL(/\/contas$/);
    await expect(
      this.balance.or(this.page.getByRole('heading', { name: 'Nenhuma despesa ainda' })),
    ).toBeVisible();
  }

  async openExpense(description: string): Promise<void> {
    await this.row(description).getByRole('link').click();
    await expect(this.page.getByRole('heading', { name: description, exact: true })).toBeVisible();
  }

  async back(): Promise<void> {
    await this.page.getByRole('link', { name: 'Voltar' }).click();
  }

  // --- the list -------------------------------------------------------------------
  get balance(): Locator {
    return this.page.getByRole('region', { name: 'Seu saldo' });
  }

  get list(): Locator {
    return this.page.getByRole('list', { name: 'Despesas' });
  }

  row(description: string): Locator {
    return this.list.getByRole('listitem').filter({ hasText: new RegExp(`${escapeForRegExp(description)}`) });
  }

  // --- the form -------------------------------------------------------------------
  get form(): Locator {
    return this.page.getByRole('form', { name: 'Despesa' });
  }

  get amount(): Locator {
    return this.form.getByRole('textbox', { name: 'Valor', exact: true });
  }

  get description(): Locator {
    return this.form.getByRole('textbox', { name: 'O que foi' });
  }

  /** Resolves when it is on disk. */
  async save(): Promise<void> {
    await this.form.getByRole('button', { name: 'Salvar' }).click();
    await expect(this.form).toBeHidden();
  }

  async add(description: string, amount: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Nova despesa' }).click();
    await this.amount.fill(amount);
    await this.description.fill(description);
    await this.save();
    await expect(this.row(description)).toBeVisible();
  }

  // --- one expense ------------------------------------------------------------------
  get history(): Locator {
    return this.page.getByRole('list', { name: 'Histórico' });
  }

  /** From the page of an expense, and back to it. */
  async edit(fields: { amount?: string; description?: string; date?: string }): Promise<void> {
    await this.page.getByRole('link', { name: 'Editar' }).click();
    if (fields.amount !== undefined) await this.amount.fill(fields.amount);
    if (fields.description !== undefined) await this.description.fill(fields.description);
    if (fields.date !== undefined) await this.form.getByLabel('Data').fill(fields.date);
    await this.save();
    await expect(this.history).toBeVisible();
  }
}
