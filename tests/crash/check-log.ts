/** What must hold after any run of crashes, said as a list of what does not (sync.md, I1–I5). */
import { type CrashGroup, confirmedTexts, versionOf } from './crash-devices.ts';
import type { StoredLog } from './stored-log.ts';

/** Call when every outbox is empty and every device is at the head. An empty list: all is well. */
export async function findViolations({ groupId, devices }: CrashGroup, log: StoredLog): Promise<string[]> {
  const found: string[] = [];
  const ops = log.ops.filter((op) => op.groupId === groupId);
  const texts = ops.filter(({ type }) => type === 'message.sent').map(({ text }) => text);

  ops.forEach(({ version }, i) => {
    if (version !== i + 1) found.push(`I5 gap in the log: ${version} at place ${i + 1}`);
  });
  if (new Set(ops.map(({ opId }) => opId)).size !== ops.length) found.push('I3 an opId is in the log twice');

  for (const one of devices) {
    const own = texts.filter((text) => text.startsWith(`${one.name} `));
    const logged = new Set(own);
    for (const text of one.saved) if (!logged.has(text)) found.push(`I1 lost: ${text.slice(0, 20)}`);
    if (logged.size !== own.length) found.push(`I3 ${one.name}: a message is in the log twice`);
    if (own.join('\n') !== one.saved.join('\n'))
      found.push(`I4 ${one.name}: not the order in which it was written`);

    const versions = new Map(ops.map(({ opId, version }) => [opId, version]));
    for (const [opId, version] of one.acks.versionsByOpId) {
      if (versions.get(opId) !== version)
        found.push(`I2 acked at ${version}, in the log at ${versions.get(opId)}`);
    }
    for (const contradiction of one.acks.contradictions) found.push(`I2 two acks: ${contradiction}`);

    if ((await versionOf(one, groupId)) !== ops.length) found.push(`I5 ${one.name}: not at the head`);
    if ((await confirmedTexts(one, groupId)).join('\n') !== texts.join('\n')) {
      found.push(`I6 ${one.name}: shows another conversation than the log`);
    }
    for (const fault of one.device.faults) found.push(`${one.name}: the engine reported ${String(fault)}`);
  }

  const lastSeqs = new Map<string, number>();
  for (const { groupId: group, deviceId, seq } of log.verdicts) {
    const lane = `${group} ${deviceId}`;
    const expected = (lastSeqs.get(lane) ?? 0) + 1;
    if (seq !== expected) found.push(`I4 lane ${lane}: number ${seq} where ${expected} was due`);
    lastSeqs.set(lane, seq);
  }
  return found;
}
