/** Where an op is, and where the log and each replica stand, when a run broke a promise. */
import { listDifferences, rowsOfDevice } from './compare-rows.ts';
import type { NaiveGroup } from './naive-rows.ts';
import type { RunResult } from './run-seed.ts';
import type { SimDevice } from './sim-device.ts';
import type { Violation } from './violation.ts';

/** Everywhere the op of the violation is now. */
export function describeOp({ rest }: RunResult, { opId, groupId }: Violation): string[] {
  if (opId === undefined) return ['no one op is concerned'];
  const { checker, devices, ledger } = rest;
  const group = groupId === undefined ? undefined : checker.group(groupId);
  const promised = ledger.promised.get(opId);
  const places = [`log: ${group?.versionsByOp.get(opId) ?? 'not'}`];
  for (const { name, database } of devices) {
    const owed = database.rows('outbox').find((entry) => entry.opId === opId);
    if (owed) places.push(`${name} outbox: number ${owed.seq}, version ${owed.version}`);
    const refused = database.rows('tray').find((entry) => entry.opId === opId);
    if (refused) places.push(`${name} tray: ${refused.kind}`);
    if (database.rows('kept').some((kept) => kept.opId === opId)) places.push(`${name} kept`);
  }
  return [
    `${opId} (${promised?.type ?? 'made by an engine'}, ${promised?.state ?? 'never said saved'}): ${places.join('; ')}`,
  ];
}

const DIFFERENCES_SHOWN = 3;

/** The group's log against each replica of it, and what they show otherwise; all groups when none is named. */
export function describeReplicas({ rest }: RunResult, violation: Violation): string[] {
  const { checker } = rest;
  const groupIds = violation.groupId === undefined ? checker.groupIds : [violation.groupId];
  return groupIds.flatMap((groupId) => {
    const naive = checker.group(groupId)?.naive;
    const head = `log of ${groupId}: ${naive === undefined ? 'none' : `head ${naive.version}`}`;
    return [head, ...rest.devices.flatMap((device) => describeReplica(device, groupId, naive))];
  });
}

function describeReplica(device: SimDevice, groupId: string, naive: NaiveGroup | undefined): string[] {
  const { name, database } = device;
  const cursor = database.rows('cursors').find((row) => row.groupId === groupId);
  const membership = database.rows('memberships').find((row) => row.groupId === groupId);
  const owed = database.rows('outbox').filter((entry) => entry.groupId === groupId);
  const numbered = owed.filter(({ seq }) => seq !== null).length;
  const state = membership?.state ?? 'no membership';
  const waiting = membership?.waiting ? `, waiting: ${membership.waiting}` : '';
  const stand =
    `${name}: cursor ${cursor?.version ?? 'none'} (knows of head ${cursor?.head ?? 'none'}), ` +
    `${state}${waiting}, outbox ${owed.length} (${numbered} numbered)`;
  // Behind the log it must differ; only at its end is a difference one.
  if (naive === undefined || cursor?.version !== naive.version || state !== 'member') return [stand];
  const differences = listDifferences(groupId, naive, rowsOfDevice(device, groupId));
  const shown = differences
    .slice(0, DIFFERENCES_SHOWN)
    .flatMap(({ id, found, wanted }) => [
      `  ${id} here: ${found ?? 'nothing'}`,
      `  ${id} log:  ${wanted ?? 'nothing'}`,
    ]);
  return [`${stand}, ${differences.length} rows differ`, ...shown];
}
