/**
 * What the devices' engines promised: every op of which `commit` said "saved", with its content as the person
 * gave it, and what the person did about it afterwards. The measure of I1.
 */
import { naiveJson } from './naive-model.ts';

export interface Promised {
  readonly opId: string;
  readonly device: string;
  readonly groupId: string;
  readonly type: string;
  /** Canonical JSON of the intent's body; null: the engine itself made it. */
  readonly body: string | null;
  /** What it said before the person agreed to something else. */
  readonly before?: string | null | undefined;
  /**
   * kept       must be found
   * resent     the person sent it again from the tray, or joined anew: the new op stands for it
   * taken-back the person threw it away
   * unsure     the page died while one of these was being done: either is right
   * lost       its profile came back older, and so did every other place that had it; or its row went bad
   */
  state: 'kept' | 'resent' | 'taken-back' | 'unsure' | 'lost';
}

export class Ledger {
  readonly promised = new Map<string, Promised>();
  /** Messages of which a device said that they are not saved: the person will write them again. */
  readonly refused = new Set<string>();

  add(device: string, intent: { groupId: string; type: string; body: object | null }, opId: string): void {
    const { groupId, type } = intent;
    this.promised.set(opId, {
      opId,
      device,
      groupId,
      type,
      body: intent.body && naiveJson(intent.body),
      state: 'kept',
    });
  }

  listKept(device: string, { groupId, type }: { groupId: string; type: string }): string[] {
    return [...this.promised.values()]
      .filter((one) => one.state === 'kept' && one.device === device)
      .filter((one) => one.groupId === groupId && one.type === type)
      .map(({ opId }) => opId);
  }

  /** `next` undefined: the person is at it, and may die in between. */
  mark(opId: string, state: Promised['state']): void {
    const promised = this.promised.get(opId);
    if (promised) promised.state = state;
  }

  /** The person agreed that it says something else now. */
  amend(opId: string, body: object): void {
    const promised = this.promised.get(opId);
    if (promised) this.promised.set(opId, { ...promised, body: naiveJson(body), before: promised.body });
  }

  /** The op sent again from the tray carries the old one's content under a new id; it lies on the disk of `device`. */
  replace(opId: string, nextId: string | undefined, device: string): void {
    const promised = this.promised.get(opId);
    if (promised === undefined || nextId === undefined) return;
    promised.state = 'resent';
    this.promised.set(nextId, { ...promised, opId: nextId, device, state: 'kept' });
  }
}
