/**
 * Whose page may speak to us. CORS protects neither websockets nor simple requests, and the session is a cookie,
 * so every handshake and every POST is asked where it comes from.
 *
 * Browsers send Origin with every websocket handshake and every POST; a page of another origin cannot leave it
 * out. Absent, it is a program (our tests, a backup tool) or a same-origin GET of the polling transport, for which
 * the browser sends Sec-Fetch-Site instead: that one must not say it crosses sites.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** `publicOrigin` undefined: the page must come from the very host it speaks to. */
export function isAllowedOrigin(headers: IncomingHttpHeaders, publicOrigin: string | undefined): boolean {
  const { origin, host } = headers;
  if (origin === undefined) {
    const site = headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none';
  }
  if (origin === publicOrigin) return true;
  if (publicOrigin !== undefined || host === undefined) return false;
  return origin === `http://${host}` || origin === `https://${host}`;
}
