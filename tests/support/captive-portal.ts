/** The Wi-Fi of a hotel: whoever asks for anything gets its page, or is sent to where it is. */
import type { Socket } from 'node:net';

export type CaptivePortal = 'page' | 'redirect';

const PAGE = '<!doctype html><title>Wi-Fi</title><p>Aceite os termos para navegar.';
const STATUS_LINES: Readonly<Record<CaptivePortal, string>> = {
  page: 'HTTP/1.1 200 OK',
  redirect: 'HTTP/1.1 302 Found\r\nLocation: http://portal.invalid/login',
};

/** `first`: what the client has said already. */
export function answerAsPortal(client: Socket, portal: CaptivePortal, first?: Buffer): void {
  let head = '';
  const answer = (bytes: Buffer): void => {
    head += bytes.toString('latin1');
    if (!head.includes('\r\n\r\n')) return;
    client.end(
      `${STATUS_LINES[portal]}\r\nContent-Type: text/html\r\nConnection: close\r\n` +
        `Content-Length: ${Buffer.byteLength(PAGE)}\r\n\r\n${PAGE}`,
    );
  };
  client.removeAllListeners('data');
  client.on('end', () => client.end());
  client.on('data', answer);
  if (first) answer(first);
}
