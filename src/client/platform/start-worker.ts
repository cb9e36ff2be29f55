/** Starts a worker of ours: a file of this build, which the policy of the page lets be named (`security-headers.ts`). */

/** `url`: as `?worker&url` gives it, never anything else. */
export function startWorker(url: string): Worker {
  return new Worker(trust(url), { type: 'module' });
}

function trust(url: string): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: {
      createPolicy(name: string, rules: object): { createScriptURL(text: string): string };
    };
  };
  policy ??= trustedTypes?.createPolicy('racha-threads', { createScriptURL: (text: string) => text });
  return policy?.createScriptURL(url) ?? url;
}

let policy: { createScriptURL(text: string): string } | undefined;
