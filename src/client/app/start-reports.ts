/** Error reports begin here, after the first paint, on devices whose person has answered about them; the others load nothing. */
import { afterFirstPaint } from './after-first-paint.ts';

/** `observability/report-permission.ts` makes it with the first answer; that one is not for the first screen. */
const PERMISSIONS = 'racha.reports-permission';

export async function startReports(): Promise<void> {
  await afterFirstPaint();
  try {
    const listed = await indexedDB.databases?.();
    if (listed?.every(({ name }) => name !== PERMISSIONS)) return;
    const { errorReports } = await import('./error-reports.ts');
    await errorReports().start();
  } catch {
    // Forbidden storage, or a chunk that is not to be had: what cannot report must not be one more error.
  }
}
