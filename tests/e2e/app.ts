/** The app in a user's words: roles and names from docs/qa.md, and nothing else. pt-BR. */
import { expect, type Locator, type Page } from '@playwright/test';

export class App {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  // --- first minute -----------------------------------------------------------
  async start(name: string): Promise<void> {
    await this.page.goto('/');
    await this.giveName(name);
  }

  async giveName(name: string): Promise<void> {
    await this.nameField.fill(name);
    await this.page.getByRole('button', { name: 'Continuar' }).click();
    await expect(this.page.getByRole('heading', { name: 'Racha' })).toBeVisible();
  }

  /** Resolves when the app can be opened without a network. */
  async installed(): Promise<void> {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  }

  get nameField(): Locator {
    return this.page.getByRole('textbox', { name: 'Como você se chama?' });
  }

  async createGroup(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Novo grupo' }).first().click();
    await this.page.getByRole('textbox', { name: 'Nome do grupo' }).fill(name);
    await this.page.getByRole('button', { name: 'Criar grupo' }).click();
    await expect(this.page.getByRole('heading', { name })).toBeVisible();
  }

  async inviteLink(): Promise<string> {
    await this.openMembers();
    const link = await this.page.getByRole('textbox', { name: 'Link de convite' }).inputValue();
    await this.openConversation();
    return link;
  }

  /** Opens an invite as from another app. */
  async join(link: string, name?: string): Promise<void> {
    await this.page.goto(link.replace(/^https?:\/\/[^/]+/, ''));
    if (name) await this.nameField.fill(name);
    await this.page.getByRole('button', { name: 'Entrar no grupo' }).click();
    await expect(this.composer).toBeVisible();
  }

  // --- getting around ------------------------------------------------------------
  async openGroup(name: string): Promise<void> {
    await this.page
      .getByRole('link', { name: new RegExp(escapeForRegExp(name)) })
      .first()
      .click();
    await expect(this.composer).toBeVisible();
  }

  async openMembers(): Promise<void> {
    await this.page.getByRole('link', { name: 'Pessoas' }).click();
  }

  async openConversation(): Promise<void> {
    await this.page.getByRole('link', { name: 'Conversa' }).click();
    await expect(this.composer).toBeVisible();
  }

  // --- conversation -----------------------------------------------------------------
  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Mensagem' });
  }

  get messages(): Locator {
    return this.page.getByRole('log', { name: 'Mensagens' });
  }

  /** A message by its whole text, as one bubble. */
  message(text: string): Locator {
    const own = this.page.locator('span[dir="auto"]:not(button *)', {
      hasText: new RegExp(`^\\s*${escapeForRegExp(text)}\\s*$`),
    });
    return this.messages.getByRole('article').filter({ has: own });
  }

  /** The text of each message drawn now, top to bottom. */
  async drawnTexts(): Promise<string[]> {
    const texts = await this.messages
      .getByRole('article')
      .locator('span[dir="auto"]:not(button *)')
      .allTextContents();
    return texts.map((text) => text.trim());
  }

  /** Scrolls to the newest. */
  async toEnd(): Promise<void> {
    await this.messages.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  }

  /** Writes and sends; resolves when it is on disk (the composer empties only then). */
  async send(text: string): Promise<void> {
    await this.tryToSend(text);
    await expect(this.composer).toHaveValue('');
  }

  /**
   * Many, one after another, each on disk before the next. Written within the page: of fifty messages the driver's own round
   * trips would take longer than all that is tested of them.
   */
  async sendAll(texts: readonly string[]): Promise<void> {
    await this.composer.evaluate(async (element, all) => {
      const box = element as HTMLTextAreaElement;
      const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value') ?? {};
      for (const text of all) {
        set?.call(box, text);
        box.dispatchEvent(new Event('input', { bubbles: true }));
        box.form?.requestSubmit();
        const until = performance.now() + 15_000;
        while (box.value !== '') {
          if (performance.now() > until) throw new Error(`not saved: ${text.slice(0, 40)}`);
          await new Promise((resolve) => setTimeout(resolve, 4));
        }
      }
    }, texts);
  }

  /** Writes and presses send; what becomes of it is the test's to see. */
  async tryToSend(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.page.getByRole('button', { name: 'Enviar' }).click();
  }

  /** Why the text in the box was not saved, and what to do. */
  get problem(): Locator {
    return this.page.getByRole('form', { name: 'Escrever mensagem' }).getByRole('alert');
  }

  /** The status under an own message: `Esperando`, `Enviada`, `Entregue`, `Lida`. */
  async expectStatus(text: string, status: string | RegExp): Promise<void> {
    await expect(this.message(text).getByRole('img', { name: status })).toBeVisible();
  }

  async act(text: string, action: string): Promise<void> {
    await this.message(text).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  async react(text: string, emoji: string): Promise<void> {
    await this.message(text).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: `Reagir com ${emoji}` }).click();
  }

  async edit(text: string, to: string): Promise<void> {
    await this.act(text, 'Editar');
    await expect(this.composer).toHaveValue(text);
    await this.composer.fill(to);
    await this.page.getByRole('button', { name: 'Salvar edição' }).click();
    await expect(this.composer).toHaveValue('');
  }

  // --- connection -------------------------------------------------------------------
  get connection(): Locator {
    return this.page.getByRole('status', { name: 'Conexão' });
  }
}

export function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
