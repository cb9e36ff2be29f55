/** Chooses a file: a real input under the words, so that a keyboard and a screen reader find it. */
import FileUp from 'lucide-react/icons/file-up';
import { useId } from 'react';
import { type ButtonVariant, buttonClasses } from './button.tsx';

export function FileButton({
  label,
  variant = 'primary',
  disabled = false,
  isMany = false,
  onChoose,
}: {
  readonly label: string;
  readonly variant?: ButtonVariant;
  readonly disabled?: boolean;
  /** Several may be chosen at once. */
  readonly isMany?: boolean;
  /** Once for each. */
  readonly onChoose: (file: File) => void;
}) {
  const id = useId();
  return (
    <div className="relative has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand">
      <label htmlFor={id} className={`${buttonClasses(variant, true)} cursor-pointer`}>
        <FileUp aria-hidden="true" size={20} />
        {label}
      </label>
      <input
        id={id}
        type="file"
        // No `accept`: phones hide files whose type they do not know, and many know no CSV.
        disabled={disabled}
        multiple={isMany}
        className="absolute inset-0 w-full cursor-pointer opacity-0"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen again.
          event.target.value = '';
          for (const file of files) onChoose(file);
        }}
      />
    </div>
  );
}
