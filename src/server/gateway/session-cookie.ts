/** The session's cookie: unreadable for scripts, not sent along by other sites' forms and images. */
import { SESSION_MAX_SECONDS } from './session-keeper.ts';

const NAME = 'racha_session';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export function tokenOf(cookieHeader: string | undefined): string | undefined {
  for (const pair of cookieHeader?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=');
    if (name === NAME && value !== undefined && TOKEN.test(value)) return value;
  }
  return undefined;
}

/** `isSecure`: the page is served over https, so the cookie never travels otherwise. */
export function setCookie(token: string, isSecure: boolean): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${SESSION_MAX_SECONDS}`];
  if (isSecure) attributes.push('Secure');
  return [`${NAME}=${token}`, ...attributes].join('; ');
}
