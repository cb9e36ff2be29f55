/** Who may be mentioned, above the composer. The focus stays in the text; the composer's keys choose. */
import { useTranslation } from 'react-i18next';
import type { MemberView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

export function MentionList({
  id,
  members,
  active,
  onPick,
}: {
  readonly id: string;
  readonly members: readonly MemberView[];
  readonly active: number;
  readonly onPick: (member: MemberView) => void;
}) {
  const { t } = useTranslation('chat');
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('composer.mentions')}
      className="mb-2 max-h-56 animate-fade-in overflow-y-auto rounded-m border border-line bg-raised py-1 shadow-raised"
    >
      {members.map((member, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the composer's, where the focus is.
        <div
          key={member.memberId}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // Taking the focus would close the keyboard.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(member)}
          className={`target flex cursor-pointer items-center gap-3 px-3 ${index === active ? 'bg-own text-own-ink' : ''}`}
        >
          <Avatar name={member.name} size="s" />
          <bdi className="truncate">{member.name}</bdi>
        </div>
      ))}
    </div>
  );
}
