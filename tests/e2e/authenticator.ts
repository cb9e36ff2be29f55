/** Chromium's virtual authenticator: a fingerprint reader without a finger. */
import type { CDPSession, Page } from '@playwright/test';

export interface Authenticator {
  readonly cdp: CDPSession;
  readonly authenticatorId: string;
}

/** A platform authenticator whose owner always says yes; it stays with this page. `hasPrf`: its passkeys can hold keys. */
export async function giveAuthenticator(
  page: Page,
  { hasPrf = false }: { readonly hasPrf?: boolean } = {},
): Promise<Authenticator> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  });
  return { cdp, authenticatorId };
}
