/** `StatusMark`: how far one's own message came. `label` is the word for it. Waiting shows only after 300 ms. */
import Check from 'lucide-react/icons/check';
import CheckCheck from 'lucide-react/icons/check-check';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Clock from 'lucide-react/icons/clock-3';
import { useDelayed } from './use-delayed.ts';

export type MarkStatus = 'waiting' | 'sent' | 'delivered' | 'read' | 'refused';

/** On a good link a message is sent before this: no clock flashes up. */
const WAITING_DELAY_MS = 300;

const MARKS = {
  waiting: { Icon: Clock, tone: 'text-wait' },
  sent: { Icon: Check, tone: '' },
  delivered: { Icon: CheckCheck, tone: '' },
  read: { Icon: CheckCheck, tone: 'text-read' },
  refused: { Icon: CircleAlert, tone: 'text-bad' },
} as const;

export function StatusMark({
  status,
  label,
  size = 16,
}: {
  readonly status: MarkStatus;
  readonly label: string;
  readonly size?: number;
}) {
  const late = useDelayed(status === 'waiting', WAITING_DELAY_MS);
  const { Icon, tone } = MARKS[status];
  const box = { width: size, height: size };
  // The room is kept: when the mark comes, nothing moves.
  if (status === 'waiting' && !late) return <span className="inline-block shrink-0" style={box} />;
  return (
    <span role="img" aria-label={label} className={`inline-block shrink-0 align-[-2px] ${tone}`} style={box}>
      <Icon aria-hidden="true" size={size} />
    </span>
  );
}
