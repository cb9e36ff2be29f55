/** A group's picture: one emoji out of those that groups tend to be about. */
import { useId } from 'react';

export const GROUP_PICTURES = [
  '💬',
  '🏖️',
  '🏠',
  '🍖',
  '🥗',
  '🎉',
  '✈️',
  '🚗',
  '⚽',
  '🎂',
  '🍕',
  '🍻',
  '🎓',
  '💼',
  '🏕️',
  '👨‍👩‍👧',
  '🎬',
  '🐶',
] as const;

export function PicturePicker({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (picture: string) => void;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-s font-semibold">{label}</legend>
      <div className="grid grid-cols-6 gap-1">
        {GROUP_PICTURES.map((picture) => (
          <label
            key={picture}
            className="target relative grid cursor-pointer place-items-center rounded-m text-[24px] leading-none has-checked:bg-own has-focus-visible:outline-2 has-focus-visible:outline-brand"
          >
            <input
              type="radio"
              name={name}
              value={picture}
              checked={picture === value}
              onChange={() => onChange(picture)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {picture}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
