/**
 * The session's cookie: unreadable for scripts, not sent along by other sites' forms and images.
 *
 * Over https it is `__Host-…`: no other host of the domain can set it, so nobody can put a session of their own under
 * this person's requests. Cookies of the releases before had the plain name: `formerTokenOf` reads them where a
 * session is opened, and only sessions that those releases made count there.
 */
import { SESSION_MAX_SECONDS } from './session-keeper.ts';

const NAME = 'racha_session';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface SessionCookie {
  /** Sessions made now are bound to this host's name. */
  readonly isNamedByHost: boolean;
  tokenOf(cookieHeader: string | undefined): string | undefined;
  formerTokenOf(cookieHeader: string | undefined): string | undefined;
  /** The header's lines that give the browser this token. */
  set(token: string): string[];
  clear(): string[];
}

/** `isSecure`: the page is served over https, so the cookie never travels otherwise. */
export function createSessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? `__Host-${NAME}` : NAME;
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(isSecure ? ['Secure'] : [])].join('; ');
  const cleared = (which: string) => `${which}=; ${attributes}; Max-Age=0`;
  const former = isSecure ? [cleared(NAME)] : [];
  return {
    isNamedByHost: isSecure,
    tokenOf: (header) => readToken(header, name),
    formerTokenOf: (header) => (isSecure ? readToken(header, NAME) : undefined),
    set: (token) => [`${name}=${token}; ${attributes}; Max-Age=${SESSION_MAX_SECONDS}`, ...former],
    clear: () => [cleared(name), ...former],
  };
}

function readToken(header: string | undefined, wanted: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=');
    if (name === wanted && value !== undefined && TOKEN.test(value)) return value;
  }
  return undefined;
}
