/** What the server had at a version, asked once; while it is away the device says what it can. */
import { useCallback, useEffect, useState } from 'react';
import type { ErrorKind } from '#client/errors/error-kinds.ts';
import type { RowChange, RowKey } from '#domain/rows.ts';
import type { PastReply, PastRequest } from '#protocol/past.ts';
import type { Images } from './build-past.ts';

export type AskPast = (asked: PastRequest) => Promise<PastReply | Failed>;

interface Failed {
  readonly failed: ErrorKind;
}

export type Past =
  | { readonly source: 'asking'; readonly version: number; readonly images: null }
  /** `version`: the nearest that is kept. */
  | { readonly source: 'server'; readonly version: number; readonly images: Images }
  /** `why`: the server said nothing of it. */
  | { readonly source: 'device'; readonly version: number; readonly images: null; readonly why: ErrorKind };

/** Of one moment; more pages than this and what is here is nearer than what would come. */
const PAGES_MAX = 50;

export function usePast(
  ask: AskPast,
  {
    epoch,
    groupId,
    version,
  }: { readonly epoch: string | null; readonly groupId: string; readonly version: number },
): { readonly past: Past; readonly again: () => void } {
  const [past, setPast] = useState<Past>({ source: 'asking', version, images: null });
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is another asking.
  useEffect(() => {
    let isOver = false;
    setPast({ source: 'asking', version, images: null });
    void collect(ask, { epoch, groupId, version }).then((found) => {
      if (isOver) return;
      setPast('failed' in found ? { source: 'device', version, images: null, why: found.failed } : found);
    });
    return () => {
      isOver = true;
    };
  }, [ask, epoch, groupId, version, tries]);
  return { past, again: useCallback(() => setTries((count) => count + 1), []) };
}

async function collect(
  ask: AskPast,
  { epoch, groupId, version }: { epoch: string | null; groupId: string; version: number },
): Promise<Past | Failed> {
  if (epoch === null) return { failed: 'history.not-here' };
  const images = new Map<string, RowChange>();
  let after: RowKey | null = null;
  for (let page = 0; page < PAGES_MAX; page++) {
    const reply: PastReply | Failed = await ask({ epoch, groupId, moment: { version }, after });
    if ('failed' in reply) return reply;
    if ('gone' in reply) return { failed: `gone.${reply.gone}` };
    if ('wait' in reply) return { failed: `wait.${reply.wait}` };
    for (const change of reply.rows) images.set(change.row.id, change);
    if (reply.after === null) return { source: 'server', version: reply.version, images };
    after = reply.after;
  }
  return { failed: 'history.too-much' };
}
