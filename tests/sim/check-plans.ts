/** The texts of plans at rest: the same at every place, with every word that was saved and none twice; and how they get there. */
import type { Op } from '#domain/op.ts';
import { isOp } from './bit-rot.ts';
import type { Checker } from './checker.ts';
import type { Rest } from './final-check.ts';
import { textAt } from './plan-bytes.ts';
import {
  type ApplyText,
  holdsText,
  type ShownText,
  textOfDevice,
  textOfLog,
  textsOfServer,
} from './plan-texts.ts';
import type { SimDevice } from './sim-device.ts';

/** Everybody opens every plan in the end: a text that is not on the device is asked for. */
export function fetchTexts(devices: readonly SimDevice[]): void {
  for (const device of devices) {
    const [page] = device.pages;
    if (!page) continue;
    for (const { groupId, id: planId } of listUnheld(device))
      page.engine.planTexts.fetch({ groupId, planId });
  }
}

export function lacksText(device: SimDevice, groupId: string): boolean {
  return listUnheld(device).some((plan) => plan.groupId === groupId);
}

function listUnheld(device: SimDevice) {
  return device.database
    .rows('plans')
    .filter(({ groupId, id, textVersion }) => textVersion > 0 && !holdsText(device, groupId, id));
}

/** Of a row as it may be found. */
function wordsOfOp(op: Op | undefined): string[] {
  return op?.type === 'plan.edited' && isOp(op) ? textAt(String(op.body.update)) : [];
}

/** Every word that is on the disk of a device, or in the log: in the edits that carry it. */
export function wordsHeld({
  checker,
  hands,
}: {
  readonly checker: Checker;
  readonly hands: { readonly devices: readonly SimDevice[] };
}): Set<string> {
  const logs = checker.groupIds.flatMap((groupId) => checker.group(groupId)?.log ?? []);
  const held = hands.devices.flatMap(({ database, shelf }) => [
    ...(['outbox', 'tray', 'kept'] as const).flatMap((table) => database.rows(table).map(({ op }) => op)),
    // What the newest good copy holds has to come back.
    ...(shelf?.promise.owed ?? []).map(({ op }) => op),
  ]);
  return new Set([...logs, ...held].flatMap(wordsOfOp));
}

/**
 * What a restored log has lost may be nobody's to bring back: who left, or was removed, stays out (0019), and what they would say again
 * lies in their tray. Edits that others built on theirs stay in the log, and wait there for what is in the tray, as all does that came
 * before what it is about (0008); so do those of a plan whose making lies there. They are looked at together with what they wait for:
 * then every word stands, in its place, and nothing is torn. A device shows what the log has.
 */
export function checkPlans({ checker, database, ledger, words, devices, applyText }: Rest): void {
  const unsent = devices.flatMap(({ database }) =>
    [...database.rows('outbox'), ...database.rows('tray')].flatMap(({ op }) => (isOp(op) ? [op] : [])),
  );
  const waiting = new Set(unsent.flatMap(wordsOfOp));
  // Where something could not be sent, what was taken away by it may stand.
  if (waiting.size > 0 || devices.some(({ database }) => database.rows('tray').length > 0))
    words.doubtDeletions();
  const known = new Set<string>();
  for (const groupId of checker.groupIds) {
    const log = checker.group(groupId)?.log ?? [];
    const unmade = unsent.flatMap((op) =>
      op.type === 'plan.created' && op.groupId === groupId ? [String(op.body.planId)] : [],
    );
    for (const planId of new Set([...(checker.group(groupId)?.naive.plans.plans.keys() ?? []), ...unmade])) {
      known.add(planId);
      const shown = textOfLog(log, planId, applyText);
      const whole =
        shown.isTorn && checker.epochs > 1 ? textOfLog([...log, ...unsent], planId, applyText) : shown;
      const fail = (what: string): void => checker.fail('I6', `plan ${planId}: ${what}`, { groupId });
      for (const what of words.listWrong(planId, whole.words, (word) => waiting.has(word))) {
        checker.fail('I1', `plan ${planId}: ${what}`, { groupId });
      }
      if (whole.isTorn) fail('an edit of its text builds on one that nobody has');
      for (const { text } of textsOfServer(database, { groupId, planId }, applyText)) {
        if (text !== shown.text) fail(`what the server compacted says ${text}, the log says ${shown.text}`);
      }
      for (const device of devices)
        checkDevice(device, { groupId, planId, shown, version: log.length, applyText, fail });
    }
  }
  // Whoever took back its making has what was written in it in the tray; or in the log of a server that waits for it to come home.
  for (const { type, body, state } of ledger.promised.values()) {
    if (type === 'plan.created' && state !== 'kept') known.add(String(JSON.parse(body ?? '{}').planId));
  }
  for (const [word, { planId, state, gone, device }] of words.words) {
    if (known.has(planId) || state !== 'saved' || gone !== 'no' || waiting.has(word)) continue;
    checker.fail('I1', `${word} was saved by ${device} into a plan that nobody has`);
  }
}

function checkDevice(
  device: SimDevice,
  {
    groupId,
    planId,
    shown,
    version,
    applyText,
    fail,
  }: {
    readonly groupId: string;
    readonly planId: string;
    readonly shown: ShownText;
    readonly version: number;
    readonly applyText: ApplyText;
    readonly fail: (what: string) => void;
  },
): void {
  const { database, name } = device;
  const membership = database.rows('memberships').find((row) => row.groupId === groupId);
  const cursor = database.rows('cursors').find((row) => row.groupId === groupId);
  if (membership?.state !== 'member' || cursor?.version !== version) return;
  const held = textOfDevice(device, { groupId, planId }, applyText);
  if (held && held.text !== shown.text) fail(`${name} shows ${held.text}, the log says ${shown.text}`);
}
