/** Whom the "@…" may mean, above the tools. The focus stays in the text, whose keys choose. */
import { useEffect, useId, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '#client/ui/avatar.tsx';
import type { MentionSource } from './mention-source.ts';

export function MentionList({
  source,
  textbox,
}: {
  readonly source: MentionSource;
  /** Where it is written: it names the list while there is one. */
  readonly textbox: HTMLElement;
}) {
  const { t } = useTranslation('editor');
  const id = useId();
  const choice = useSyncExternalStore(source.subscribe, source.get);
  const active = choice ? `${id}-${choice.active}` : undefined;
  useEffect(() => {
    if (active === undefined) return;
    textbox.setAttribute('aria-controls', id);
    textbox.setAttribute('aria-activedescendant', active);
    return () => {
      textbox.removeAttribute('aria-controls');
      textbox.removeAttribute('aria-activedescendant');
    };
  }, [textbox, id, active]);
  if (!choice) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('mentions')}
      className="mx-2 mb-1 max-h-56 shrink-0 overflow-y-auto rounded-m border border-line bg-raised py-1 shadow-raised"
    >
      {choice.people.map((person, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text's, where the focus is.
        <div
          key={person.memberId}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === choice.active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choice.pick(person)}
          className={`target flex cursor-pointer items-center gap-3 px-3 ${index === choice.active ? 'bg-own text-own-ink' : ''}`}
        >
          <Avatar name={person.name} size="s" />
          <bdi className="truncate">{person.name}</bdi>
        </div>
      ))}
    </div>
  );
}
