/**
 * What sends error reports is no part of the app's files: only devices that report fetch it. One that did keeps it, so
 * that what breaks without a network is kept too. The newest alone.
 */
const KEPT_IN = 'racha.error-reports';

export const isReporter = ({ pathname }: URL): boolean => /^\/assets\/sentry-[\w-]+\.js$/.test(pathname);

export async function answerReporter(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT_IN);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const copy = response.clone();
    await Promise.all((await cache.keys()).map((old) => cache.delete(old)));
    await cache.put(request, copy);
  }
  return response;
}
