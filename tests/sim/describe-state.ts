/** Where an op is, and where the log and each replica stand, when a run broke a promise. */
import type { RunResult } from './run-seed.ts';
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

/** The group's log against each replica of it; all groups when the violation names none. */
export function describeReplicas({ rest }: RunResult, violation: Violation): string[] {
  const { checker, devices } = rest;
  const groupIds = violation.groupId === undefined ? checker.groupIds : [violation.groupId];
  return groupIds.flatMap((groupId) => {
    const head = checker.group(groupId)?.naive.version;
    const lines = [`log of ${groupId}: ${head === undefined ? 'none' : `head ${head}`}`];
    for (const { name, database } of devices) {
      const cursor = database.rows('cursors').find((row) => row.groupId === groupId);
      const membership = database.rows('memberships').find((row) => row.groupId === groupId);
      const owed = database.rows('outbox').filter((entry) => entry.groupId === groupId);
      const waiting = membership?.waiting ? `, waiting: ${membership.waiting}` : '';
      lines.push(
        `${name}: cursor ${cursor?.version ?? 'none'} (knows of head ${cursor?.head ?? 'none'}), ` +
          `${membership?.state ?? 'no membership'}${waiting}, outbox ${owed.length} ` +
          `(${owed.filter(({ seq }) => seq !== null).length} numbered)`,
      );
    }
    return lines;
  });
}
