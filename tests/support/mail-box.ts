/** A real SMTP server on this machine that keeps what it is given, so that a test can read the code as a person would. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface MailBox extends AsyncDisposable {
  /** For SMTP_URL. */
  readonly url: string;
  readonly mails: readonly { readonly to: string; readonly text: string }[];
  /** The code of the newest mail to this address. */
  codeFor(email: string): string;
  /** From now on the server refuses everything. */
  refuse(): void;
}

export async function openMailBox(): Promise<MailBox> {
  const mails: { to: string; text: string }[] = [];
  let refuses = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_address, _session, done) => done(refuses ? new Error('closed') : null),
    onData(stream, session, done) {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (part: string) => {
        text += part;
      });
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, text });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    codeFor(email) {
      const mail = mails.findLast(({ to }) => to === email);
      const [code] = /\b\d{6}\b/.exec(mail?.text ?? '') ?? [];
      if (code === undefined) throw new Error(`no code came to ${email}`);
      return code;
    },
    refuse() {
      refuses = true;
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
