/** What waits here, a file for each group: the carrier of one must be in it. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import type { BundleMade, CarryDoor } from '#client/session/carry-door.ts';
import { useObserved } from '#client/session/session-context.ts';
import type { QueuedView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { CarryPart, Going, Trouble } from './carry-screen.tsx';
import { HandOver } from './hand-over.tsx';

export function MinePart({ door }: { readonly door: CarryDoor }) {
  const { t } = useTranslation('carry');
  const queue = useObserved((reader) => reader.observeQueue(), []);
  const waiting = useMemo(() => countByGroup(queue ?? []), [queue]);
  return (
    <CarryPart title={t('bundle.mine.title')}>
      {waiting.length === 0 ? (
        <p className="text-muted">{t('bundle.mine.none')}</p>
      ) : (
        <p className="text-s text-pretty">{t('bundle.mine.text')}</p>
      )}
      {waiting.map((group) => (
        <GroupBundle key={group.groupId} door={door} {...group} />
      ))}
    </CarryPart>
  );
}

interface WaitingGroup {
  readonly groupId: string;
  readonly name: string;
  readonly count: number;
}

function GroupBundle({ door, groupId, name, count }: WaitingGroup & { readonly door: CarryDoor }) {
  const { t } = useTranslation('carry');
  const words = useErrorWords();
  const [made, setMade] = useState<BundleMade | 'making' | 'failed'>();
  const make = async (): Promise<void> => {
    setMade('making');
    setMade(await door.makeBundle(groupId).catch(() => 'failed' as const));
  };
  const isMade = typeof made === 'object' && made.ok;
  return (
    <section aria-label={name} className="flex flex-col gap-2 rounded-m border border-line p-4">
      <p className="text-s wrap-anywhere">
        <bdi>{t('bundle.mine.group', { name, waiting: t('bundle.mine.ops', { count }) })}</bdi>
      </p>
      <Button wide variant="quiet" busy={made === 'making'} onClick={() => void make()}>
        {t('bundle.mine.make', { name })}
      </Button>
      <Going>
        {isMade && t('bundle.mine.ready', { count: made.count })}
        {isMade && made.left > 0 && ` ${t('bundle.mine.left', { count: made.left })}`}
      </Going>
      {made === 'failed' && <Trouble>{words('bundle.make-failed').whole}</Trouble>}
      {typeof made === 'object' && !made.ok && <Trouble>{words(`bundle.${made.reason}`).whole}</Trouble>}
      {isMade && <HandOver file={made.file} />}
    </section>
  );
}

function countByGroup(queue: readonly QueuedView[]): WaitingGroup[] {
  const groups = new Map<string, WaitingGroup>();
  for (const { entry, groupName } of queue) {
    // With a verdict it only waits to be seen in the log.
    if (entry.version !== null) continue;
    const count = (groups.get(entry.groupId)?.count ?? 0) + 1;
    groups.set(entry.groupId, { groupId: entry.groupId, name: groupName, count });
  }
  return [...groups.values()];
}
