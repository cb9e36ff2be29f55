/**
 * What happened, line by line, and one hash over all of it: two runs of a seed must give the same hash. Lines are
 * kept only when somebody will read them (a replay, a shrink's last run).
 */
import type { Scheduler } from './scheduler.ts';

export interface HistoryLine {
  readonly time: number;
  readonly who: string;
  readonly what: string;
}

export class History {
  readonly lines: HistoryLine[] = [];
  readonly #scheduler: Scheduler;
  readonly #keeps: boolean;
  #high = 0x811c9dc5;
  #low = 0x01000193;
  #count = 0;

  constructor(scheduler: Scheduler, options: { readonly keep: boolean }) {
    this.#scheduler = scheduler;
    this.#keeps = options.keep;
  }

  add(who: string, what: string): void {
    const time = this.#scheduler.now;
    this.#count += 1;
    this.#mix(`${time} ${who} ${what}`);
    if (this.#keeps) this.lines.push({ time, who, what });
  }

  get count(): number {
    return this.#count;
  }

  get hash(): string {
    return hex(this.#high) + hex(this.#low);
  }

  #mix(text: string): void {
    let a = this.#high;
    let b = this.#low;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit ^ (a >>> 15), 0x85ebca6b);
    }
    this.#high = a >>> 0;
    this.#low = b >>> 0;
  }
}

/** `  12.345s  d1      said "…"` */
export function formatLine({ time, who, what }: HistoryLine): string {
  return `${(time / 1000).toFixed(3).padStart(9)}s  ${who.padEnd(8)} ${what}`;
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
