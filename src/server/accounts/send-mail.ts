/** Codes by e-mail, through whatever SMTP server the operator names. Nothing else is ever sent. */
import { createTransport } from 'nodemailer';

export interface MailOptions {
  /** smtp:// or smtps://, with user and password if there are any. */
  readonly smtpUrl: string;
  /** `Racha <racha@example.org>`. */
  readonly from: string;
}

export type MailLanguage = 'pt-BR' | 'en' | 'es';

export interface Mailer {
  /** Resolves when the SMTP server has taken it. */
  sendCode(to: string, code: string, language: MailLanguage): Promise<void>;
}

const SMTP_TIMEOUT_MS = 10_000;

export function createMailer({ smtpUrl, from }: MailOptions): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
    // Addresses and codes are no business of a log.
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async sendCode(to, code, language) {
      const { subject, text } = WORDS[language](code);
      await transport.sendMail({ from, to, subject, text });
    },
  };
}

const WORDS: Readonly<Record<MailLanguage, (code: string) => { subject: string; text: string }>> = {
  'pt-BR': (code) => ({
    subject: `${code} é o seu código do Racha`,
    text: `Seu código do Racha: ${code}\n\nEle vale por 10 minutos e só uma vez. Não passe para ninguém: o Racha nunca pede este código por mensagem ou telefone.\n\nSe não foi você que pediu, pode ignorar este e-mail.\n`,
  }),
  en: (code) => ({
    subject: `${code} is your Racha code`,
    text: `Your Racha code: ${code}\n\nIt works for 10 minutes and only once. Give it to nobody: Racha never asks for this code by message or phone.\n\nIf you did not ask for it, you can ignore this e-mail.\n`,
  }),
  es: (code) => ({
    subject: `${code} es tu código de Racha`,
    text: `Tu código de Racha: ${code}\n\nSirve por 10 minutos y una sola vez. No se lo des a nadie: Racha nunca pide este código por mensaje ni por teléfono.\n\nSi no lo pediste, puedes ignorar este correo.\n`,
  }),
};
