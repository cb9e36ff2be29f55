/**
 * Where a plan stands among those of its folder: a fraction between 0 and 1, written as its digits in base 62, compared as a
 * plain string. Between any two there is room for another, so moving one plan is one op and touches no other.
 *
 *   V          the only one
 *   V  W       another after it:   the next digit, so that a list that only grows stays short
 *   V  VV  W   another between:    the digit in the middle, or one digit more
 *
 * A position never ends in 0: below `V0` and above `V` there would be no room. Two devices may choose the same one, and a device
 * that is not ours may send anything: where there is no room, the folder is laid out anew (`placeAt`), a plan an op.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;

/** A folder in which somebody moved the same two plans some three hundred times is laid out anew. */
export const POSITION_MAX_CHARACTERS = 64;

export interface Placed {
  readonly id: string;
  readonly position: string;
}

export function isPosition(position: string): boolean {
  return position.length <= POSITION_MAX_CHARACTERS && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(position);
}

/** By position; two of one position by id, so that all devices show them alike. */
export function comparePlaced(a: Placed, b: Placed): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** What a plan that is added behind all of them gets. `placed`: of one folder, in any order. */
export function positionAtEnd(placed: readonly Placed[]): string {
  const last = placed
    .filter(({ position }) => isPosition(position))
    .sort(comparePlaced)
    .at(-1);
  return last
    ? (fitting(positionBetween(last.position, null)) ?? last.position)
    : positionBetween(null, null);
}

/**
 * The moves that bring `id` to `index` of its folder, counted without itself: one, or as many as it takes where neighbours
 * stand on one position. `folder`: in order; `id` need not be among them.
 */
export function placeAt(folder: readonly Placed[], id: string, index: number): readonly Placed[] {
  const others = folder.filter((placed) => placed.id !== id);
  const before = others[index - 1]?.position ?? null;
  const after = others[index]?.position ?? null;
  const position = roomBetween(before, after);
  if (position !== undefined) return [{ id, position }];
  const ids = others.map((placed) => placed.id);
  ids.splice(index, 0, id);
  const known = new Map(folder.map((placed) => [placed.id, placed.position]));
  return spread(ids.length).flatMap((next, i) => {
    const moved = ids[i];
    return moved === undefined || known.get(moved) === next ? [] : [{ id: moved, position: next }];
  });
}

/** Strictly between two positions of which the first is the lower one; null: nothing stands on that side. */
export function positionBetween(before: string | null, after: string | null): string {
  if (before === null) return after === null ? digitAt(BASE / 2) : justBelow(after);
  return after === null ? justAbove(before) : middle(before, after);
}

function roomBetween(before: string | null, after: string | null): string | undefined {
  const isSound = [before, after].every((position) => position === null || isPosition(position));
  if (!isSound || (before !== null && after !== null && before >= after)) return undefined;
  return fitting(positionBetween(before, after));
}

const fitting = (position: string): string | undefined => (isPosition(position) ? position : undefined);

function justAbove(position: string): string {
  const i = [...position].findIndex((digit) => digit !== 'z');
  return i === -1 ? `${position}1` : position.slice(0, i) + digitAt(valueAt(position, i) + 1);
}

function justBelow(position: string): string {
  const i = [...position].findIndex((digit) => digit !== '0');
  const value = valueAt(position, i);
  const zeros = position.slice(0, i);
  if (value > 1) return zeros + digitAt(value - 1);
  return position.length > i + 1 ? `${zeros}1` : `${zeros}0z`;
}

/** `low` < `high`; what `low` lacks in length is zeros. */
function middle(low: string, high: string): string {
  let shared = 0;
  while (valueAt(low, shared) === valueAt(high, shared)) shared++;
  const prefix = high.slice(0, shared);
  const floor = valueAt(low, shared);
  const ceiling = valueAt(high, shared);
  if (ceiling - floor > 1) return prefix + digitAt(Math.floor((floor + ceiling) / 2));
  // The higher one is longer: what it begins with is lower than itself.
  if (high.length > shared + 1) return prefix + digitAt(ceiling);
  return prefix + digitAt(floor) + above(low.slice(shared + 1));
}

/** Halfway from a fraction, which may be empty, to 1. */
function above(fraction: string): string {
  const value = valueAt(fraction, 0);
  const half = Math.ceil((value + BASE) / 2);
  return half < BASE ? digitAt(half) : digitAt(value) + above(fraction.slice(1));
}

/** `count` positions with the same room between them, lowest first. */
function spread(count: number): readonly string[] {
  let length = 1;
  while (BASE ** length < 2 * (count + 1)) length++;
  return Array.from({ length: count }, (_, i) => {
    let value = Math.floor(((i + 1) * BASE ** length) / (count + 1));
    let digits = '';
    for (let place = 0; place < length; place++) {
      digits = digitAt(value % BASE) + digits;
      value = Math.floor(value / BASE);
    }
    return digits.replace(/0+$/, '');
  });
}

/** 0 behind the end. */
const valueAt = (position: string, index: number): number =>
  Math.max(0, DIGITS.indexOf(position.charAt(index) || '0'));

const digitAt = (value: number): string => DIGITS.charAt(value);
