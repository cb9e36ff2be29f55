/** The "@…" being written in a plan: whom it may mean, which of them is chosen, and the keys that choose. */
import type { MentionNodeAttrs } from '@tiptap/extension-mention';
import type { SuggestionOptions, SuggestionProps } from '@tiptap/suggestion';
import { fold } from './find/fold-text.ts';

export interface Mentionable {
  readonly memberId: string;
  readonly name: string;
}

export interface MentionChoice {
  readonly people: readonly Mentionable[];
  readonly active: number;
  readonly pick: (person: Mentionable) => void;
}

const LIST_MAX = 6;

export interface MentionSource {
  /** null: nobody is being mentioned. The same object until it changes. */
  readonly get: () => MentionChoice | null;
  readonly subscribe: (listener: () => void) => () => void;
  readonly suggestion: Omit<SuggestionOptions<Mentionable, MentionNodeAttrs>, 'editor'>;
}

/** `listPeople` is asked at each keystroke: people come and go while a plan is open. */
export function createMentionSource(listPeople: () => readonly Mentionable[]): MentionSource {
  let choice: MentionChoice | null = null;
  const listeners = new Set<() => void>();
  const set = (next: MentionChoice | null): void => {
    choice = next;
    for (const listener of listeners) listener();
  };
  const show = ({ items, command }: SuggestionProps<Mentionable, MentionNodeAttrs>): void =>
    set(
      items.length === 0
        ? null
        : {
            people: items,
            active: Math.min(choice?.active ?? 0, items.length - 1),
            pick: ({ memberId, name }) => command({ id: memberId, label: name }),
          },
    );
  const go = (by: 1 | -1): void => {
    if (!choice) return;
    const { length } = choice.people;
    set({ ...choice, active: (choice.active + by + length) % length });
  };
  return {
    get: () => choice,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    suggestion: {
      char: '@',
      allowedPrefixes: [' ', '(', '\n'],
      items: ({ query }) => {
        const wanted = fold(query);
        return listPeople()
          .filter(({ name }) => fold(name).startsWith(wanted) || fold(name).includes(` ${wanted}`))
          .slice(0, LIST_MAX);
      },
      // Somebody else's "@" in the text opens no list here.
      shouldShow: ({ editor }) => editor.isFocused,
      render: () => ({
        onStart: show,
        onUpdate: show,
        onExit: () => set(null),
        onKeyDown: ({ event }) => {
          if (!choice) return false;
          if (event.key === 'ArrowDown') go(1);
          else if (event.key === 'ArrowUp') go(-1);
          else if (event.key === 'Enter' || event.key === 'Tab') {
            const person = choice.people[choice.active];
            if (person) choice.pick(person);
          } else return false;
          return true;
        },
      }),
    },
  };
}
