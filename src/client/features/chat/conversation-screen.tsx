/** `/g/:id`: the conversation of a group, or why there is none. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { Conversation } from './conversation.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { GroupNotFound, OutOfGroup } from './group-state-note.tsx';

export interface ConversationScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function ConversationScreen({ groupId, connection }: ConversationScreenProps) {
  const { t } = useTranslation('chat');
  const group = useLastSeen(useObserved((reader) => reader.observeGroup(groupId), [groupId]));
  if (group === undefined) return <SkeletonRows count={6} label={t('list.loading')} />;
  if (group === null) return <GroupNotFound />;
  return (
    <div className="flex h-full min-h-0 flex-1 flex-col">
      <ConversationHeader group={group} />
      {connection}
      {group.state === 'gone' || group.state === 'refused' ? (
        <div className="flex min-h-0 flex-1 flex-col">
          <OutOfGroup group={group} />
        </div>
      ) : (
        <Conversation key={groupId} group={group} />
      )}
    </div>
  );
}
