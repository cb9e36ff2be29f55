/** `MemberChips`: people of whom any number may be chosen: check boxes that look like pills. For one of them, `Choice`. */
export interface MemberChip {
  readonly memberId: string;
  readonly name: string;
}

export interface MemberChipsProps {
  readonly label: string;
  readonly people: readonly MemberChip[];
  readonly chosenIds: readonly string[];
  /** The chosen ones in the order of `people`. */
  readonly onChange: (chosenIds: readonly string[]) => void;
}

export function MemberChips({ label, people, chosenIds, onChange }: MemberChipsProps) {
  const chosen = new Set(chosenIds);
  const toggle = (memberId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(memberId)) next.add(memberId);
    onChange(people.filter((one) => next.has(one.memberId)).map((one) => one.memberId));
  };
  return (
    <fieldset>
      <legend className="sr-only">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {people.map(({ memberId, name }) => (
          <label
            key={memberId}
            className="target relative inline-flex max-w-full cursor-pointer items-center rounded-full border border-line px-4 text-s font-semibold text-muted has-checked:border-transparent has-checked:bg-own has-checked:text-own-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand"
          >
            <input
              type="checkbox"
              checked={chosen.has(memberId)}
              onChange={() => toggle(memberId)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            <bdi className="truncate">{name}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
