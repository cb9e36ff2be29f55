/**
 * What was typed into plans, word by word, and what must therefore stand in them at the end. It knows nothing of Yjs: a word is
 * there once, or somebody who saw it took it away; it stands behind what stood before it when it was typed, and before what stood behind it.
 *
 *   typed ──saved──→ saved ──→ in the log, an outbox or a tray
 *     └─ the page died, or the disk said no: either is right
 *
 * Words are told by their brackets, so that they are found in an update as bytes, whatever carries it.
 */
import { textAt } from './plan-bytes.ts';

interface Word {
  readonly planId: string;
  readonly groupId: string;
  readonly device: string;
  /** Its neighbours when it was typed. */
  readonly after: string | undefined;
  readonly before: string | undefined;
  /**
   * saved   must be found
   * unsure  nobody said that it was saved
   * lost    its disk is gone, and so is every other place that had it; or its person threw it away
   */
  state: 'unsure' | 'saved' | 'lost';
  /** Somebody took it away: perhaps (nobody said that this was saved, or its disk was lost), or surely. */
  gone: 'no' | 'perhaps' | 'surely';
}

export type NewWord = Pick<Word, 'planId' | 'groupId' | 'device' | 'after' | 'before'> & {
  readonly word: string;
};

export class PlanWords {
  readonly words = new Map<string, Word>();

  /** They stand on a screen; returns what notes that they are on its disk. */
  type(typed: readonly NewWord[]): () => void {
    for (const { word, ...rest } of typed) this.words.set(word, { ...rest, state: 'unsure', gone: 'no' });
    return () => {
      for (const { word } of typed) this.#change(word, (known) => ({ ...known, state: 'saved' }));
    };
  }

  /** The same of what is taken away: words that its person saw, and no others. */
  takeAway(words: readonly string[]): () => void {
    const mark = (gone: Word['gone']): void => {
      for (const word of words) {
        this.#change(word, (known) => (known.gone === 'surely' ? known : { ...known, gone }));
      }
    };
    mark('perhaps');
    return () => mark('surely');
  }

  /** Its person threw it away, with all that it says. */
  discard(update: string): void {
    for (const word of textAt(update)) this.#change(word, (known) => ({ ...known, state: 'lost' }));
    // What it took away may stand.
    this.doubtDeletions();
  }

  /** A deletion may have been refused, or lost with a disk. */
  doubtDeletions(): void {
    for (const [word, known] of this.words) {
      if (known.gone === 'surely') this.words.set(word, { ...known, gone: 'perhaps' });
    }
  }

  /** What these devices wrote, and no place has. */
  writeOff(devices: ReadonlySet<string>, isHeld: (word: string) => boolean): void {
    for (const [word, known] of this.words) {
      if (!devices.has(known.device) || isHeld(word)) continue;
      this.words.set(word, { ...known, state: 'lost' });
    }
  }

  /** What is wrong with a plan in which these words stand in this order. `isElsewhere`: in an outbox or a tray. */
  *listWrong(
    planId: string,
    shown: readonly string[],
    isElsewhere: (word: string) => boolean,
  ): Generator<string> {
    const at = new Map<string, number>();
    for (const [i, word] of shown.entries()) {
      if (at.has(word)) yield `${word} stands there twice`;
      if (!this.words.has(word)) yield `${word} was never typed`;
      at.set(word, i);
    }
    for (const [word, { planId: ofPlan, ...known }] of this.words) {
      if (ofPlan !== planId) continue;
      const place = at.get(word);
      if (place === undefined) {
        const mayBeGone = known.gone !== 'no' || known.state !== 'saved';
        if (!mayBeGone && !isElsewhere(word)) yield `${word} was saved by ${known.device}, and is nowhere`;
        continue;
      }
      if (known.gone === 'surely') yield `${word} was taken away, and stands there`;
      const after = known.after === undefined ? undefined : at.get(known.after);
      const before = known.before === undefined ? undefined : at.get(known.before);
      if (after !== undefined && after > place)
        yield `${word} was typed behind ${known.after}, and stands before it`;
      if (before !== undefined && before < place)
        yield `${word} was typed before ${known.before}, and stands behind it`;
    }
  }

  #change(word: string, change: (known: Word) => Word): void {
    const known = this.words.get(word);
    if (known) this.words.set(word, change(known));
  }
}
