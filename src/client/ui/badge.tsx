/** `Badge`: a small count; `label` says what is counted ("3 não lidas"). Nothing at zero. */
export function Badge({
  count,
  label,
  tone = 'brand',
}: {
  readonly count: number;
  readonly label: string;
  readonly tone?: 'brand' | 'wait' | 'bad';
}) {
  if (count === 0) return null;
  return (
    <span
      className={`inline-block min-w-5 rounded-full px-1.5 text-center text-xs font-bold tabular ${TONES[tone]}`}
    >
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

const TONES = {
  brand: 'bg-brand text-on-brand',
  wait: 'bg-wait-soft text-wait',
  bad: 'bg-bad-soft text-bad',
} as const;
