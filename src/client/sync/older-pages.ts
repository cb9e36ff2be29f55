/** One page of messages before what the device holds: asked for as the person scrolls, and in the background. */

import { LIMITS } from '#protocol/limits.ts';
import { applyPage } from './apply-rows.ts';
import type { PullerContext } from './puller.ts';
import { endOf } from './purge-group.ts';
import { nextPageBytes } from './window.ts';

const OLDER_PAGE_MAX_ROWS = 100;
/** A message with its names and ids, on the wire. */
const ROW_BYTES = 400;

export interface OlderPagesContext
  extends Pick<
    PullerContext,
    'store' | 'link' | 'memory' | 'clock' | 'epoch' | 'onLinkFailure' | 'onWait' | 'onGone'
  > {
  readonly isStopped: () => boolean;
  /** The page is newer than the cursor: what is in between comes first. */
  readonly catchUpTo: (groupId: string, head: number) => Promise<void>;
}

/** Nothing when all are here. */
export async function fetchOlderPage(context: OlderPagesContext, groupId: string): Promise<void> {
  const { store, link, memory, clock, isStopped, catchUpTo } = context;
  const epoch = context.epoch();
  const cursor = await store.read(['cursors'], (tx) => tx.get('cursors', groupId));
  if (epoch === undefined || !cursor || cursor.olderThan === null) return;
  const { olderThan } = cursor;
  const askedAt = clock.monotonicMs();
  const maxRows = Math.min(OLDER_PAGE_MAX_ROWS, Math.floor(memory.pageBytes / ROW_BYTES));
  const request = { epoch, groupId, olderThan, maxRows };
  const answer = await link.ask('page', request, LIMITS.catchUpPageMaxBytes);
  memory.pageBytes = nextPageBytes(memory.pageBytes, answer.ok ? clock.monotonicMs() - askedAt : null);
  if (isStopped()) return;
  if (!answer.ok) return context.onLinkFailure(answer.failure);
  const page = answer.value;
  if ('wait' in page) return context.onWait(page);
  if ('gone' in page) return void (await context.onGone(groupId, endOf(page)));
  if (page.epoch !== epoch) return;
  const outcome = await applyPage(store, page, olderThan);
  if (outcome !== 'early') return;
  await catchUpTo(groupId, page.asOf);
  await applyPage(store, page, olderThan);
}
