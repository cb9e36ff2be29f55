/** One question to the server by HTTP, and whether the answer is the server's own. */
import { PROTOCOL_HEADER } from '#protocol/frames.ts';

interface PostOptions {
  readonly timeoutMs: number;
  /** JSON when absent. */
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_BODY = { 'content-type': 'application/json' };

/** undefined: something between here and the server answered, a captive portal or a proxy. Throws when nobody did, or in time. */
export async function postAsk(
  path: string,
  body: string,
  { timeoutMs, headers = JSON_BODY }: PostOptions,
): Promise<Response | undefined> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'manual',
    headers,
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  return response.headers.get(PROTOCOL_HEADER) === null ? undefined : response;
}
