/** What "copy details" gives: versions, places in the code, codes of what went wrong before. No message, address, name or id. */
import { codeOfError, describeError } from '#client/observability/error-code.ts';
import { listRecentCodes } from '#client/observability/report-error.ts';

function listErrorDetails(error: unknown): string {
  const { name, frames } = describeError(error);
  return [
    `Racha ${__RACHA_VERSION__} ${codeOfError(error)} ${name}`,
    `${location.pathname.split('/')[1] || 'grupos'} · ${navigator.language} · ${innerWidth}×${innerHeight}`,
    navigator.userAgent,
    ...frames,
    ...listRecentCodes(),
  ].join('\n');
}

/** False where the browser does not let a page copy. */
export function copyErrorDetails(error: unknown): Promise<boolean> {
  return navigator.clipboard.writeText(listErrorDetails(error)).then(
    () => true,
    () => false,
  );
}
