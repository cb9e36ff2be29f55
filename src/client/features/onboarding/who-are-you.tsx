/** "Who are you?": those whom the group knows by name and who have no device yet. Saying so is announced, and can be undone. */
import { useTranslation } from 'react-i18next';

export interface WhoAreYouProps {
  readonly people: readonly { readonly memberId: string; readonly name: string }[];
  /** undefined: somebody else. */
  readonly chosen: string | undefined;
  readonly onChoose: (memberId: string | undefined) => void;
}

export function WhoAreYou({ people, chosen, onChoose }: WhoAreYouProps) {
  const { t } = useTranslation('onboarding');
  const options = [
    ...people.map(({ memberId, name }) => ({ memberId, name })),
    { memberId: undefined, name: t('invite.someoneElse') },
  ];
  return (
    <fieldset>
      <legend className="mb-2 text-s font-semibold">{t('invite.who')}</legend>
      <div className="flex flex-col divide-y divide-line rounded-l border border-line bg-surface">
        {options.map(({ memberId, name }) => (
          <label
            key={memberId ?? 'other'}
            className="target flex cursor-pointer items-center gap-3 px-4 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-brand"
          >
            <input
              type="radio"
              name="who"
              checked={chosen === memberId}
              onChange={() => onChoose(memberId)}
              className="size-5 accent-brand"
            />
            <bdi className="min-w-0 wrap-anywhere">{name}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
