/** The browser's side of a passkey, by @simplewebauthn/browser, which is fetched when somebody uses one. */

export type WebauthnAnswer =
  | { readonly ok: true; readonly response: Record<string, unknown> }
  /** The person closed the sheet, had no passkey, or it took too long: browsers do not say which. */
  | { readonly ok: false };

export const hasPasskeys = (): boolean => typeof PublicKeyCredential !== 'undefined';

export function createPasskey(options: Record<string, unknown>): Promise<WebauthnAnswer> {
  return ask(async () => {
    const { startRegistration } = await import('@simplewebauthn/browser');
    return startRegistration({ optionsJSON: options as unknown as RegistrationOptions });
  });
}

export function askForPasskey(options: Record<string, unknown>): Promise<WebauthnAnswer> {
  return ask(async () => {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    return startAuthentication({ optionsJSON: options as unknown as AuthenticationOptions });
  });
}

type Library = typeof import('@simplewebauthn/browser');
type RegistrationOptions = Parameters<Library['startRegistration']>[0]['optionsJSON'];
type AuthenticationOptions = Parameters<Library['startAuthentication']>[0]['optionsJSON'];

async function ask(run: () => Promise<object>): Promise<WebauthnAnswer> {
  try {
    return { ok: true, response: { ...(await run()) } };
  } catch {
    return { ok: false };
  }
}
