/** I13: what piles up, in the engine and in the server's processes, goes away again once nothing is owed. */
import { LIMITS } from '#protocol/limits.ts';
import type { Rest } from './final-check.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimCluster } from './sim-cluster.ts';

/** The engine's own: lease, heartbeat of the lock, marks, next hello, presence of a group or two. */
const PAGE_TIMERS_MAX = 8;
/** The server's: the poll of heads, marks, presence, a room read again. */
const NODE_TIMERS_MAX = 6;
/** A hello or a mark may be on its way at any moment; besides, each lane that has to wait asks now and then. */
const PENDING_MAX = 2;

/** What is more than it may be. A moment after the last answer some of it may still be on its way out. */
export function listExcess(
  { database, devices }: Rest,
  { scheduler, cluster }: { readonly scheduler: Scheduler; readonly cluster: SimCluster },
): string[] {
  const excess: string[] = [];
  const check = (what: string, count: number, most: number): void => {
    if (count > most) excess.push(`at rest ${what}: ${count}, and ${most} are enough`);
  };
  let waitingLanes = 0;
  for (const { pages, database: disk } of devices) {
    const waiting = disk.rows('outbox').filter(({ version }) => version === null);
    const lanes = new Set(waiting.map(({ groupId }) => groupId)).size;
    waitingLanes += lanes;
    for (const { process, transport } of pages) {
      check(`timers of ${process.name}`, scheduler.countOf(process), PAGE_TIMERS_MAX + lanes);
      check(`answers ${process.name} waits for`, transport.pending, PENDING_MAX + lanes);
    }
  }
  for (const node of cluster.nodes) {
    if (node.holdings === undefined) continue;
    const { process, load, sockets } = node.holdings;
    check(`timers of ${process.name}`, scheduler.countOf(process), NODE_TIMERS_MAX);
    check(`pushes ${process.name} has not answered`, load.batches, waitingLanes);
    check(`bytes in the queue of ${process.name}`, load.queuedBytes, waitingLanes * LIMITS.pushMaxBytes);
    check(`hellos ${process.name} is reading`, load.greetings, PENDING_MAX);
    check(`listeners of ${process.name}`, load.listeners, sockets);
    check(`rooms of ${process.name}`, load.rooms, database.image.groups.size);
    // One per account and group, whoever brought it. A restore gives a device another account within two seconds.
    check(`marks gathered by ${process.name}`, load.marks, 2 * devices.length * database.image.groups.size);
  }
  return excess;
}
