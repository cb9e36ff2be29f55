/** What "copy details" gives: versions, places in the code, codes of what went wrong before. No message, address, name or id. */
import { codeOfError, describeError } from '#client/observability/error-code.ts';

export function listErrorDetails(error: unknown, faults: readonly string[]): string {
  const { name, frames } = describeError(error);
  return [
    `Racha ${__RACHA_VERSION__} ${codeOfError(error)} ${name}`,
    `${location.pathname.split('/')[1] || 'grupos'} · ${navigator.language} · ${innerWidth}×${innerHeight}`,
    navigator.userAgent,
    ...frames,
    ...faults,
  ].join('\n');
}
