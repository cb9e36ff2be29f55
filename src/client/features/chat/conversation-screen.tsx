/** `/g/:id`: the conversation of a group, or why there is none. */

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { GroupMissing } from '#client/rooms/group-missing.tsx';
import { useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { Conversation } from './conversation.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { OutOfGroup } from './group-state-note.tsx';
import type { BelowMessage } from './row-sense.ts';

export interface ConversationScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
  readonly below: BelowMessage;
}

export default function ConversationScreen({ groupId, connection, below }: ConversationScreenProps) {
  const { t } = useTranslation('chat');
  const group = useLastSeen(useObserved((reader) => reader.observeGroup(groupId), [groupId]));
  if (group === undefined) return <SkeletonRows count={6} label={t('list.loading')} />;
  if (group === null) return <GroupMissing heading="h1" />;
  return (
    <div className="flex h-full min-h-0 flex-1 flex-col">
      <ConversationHeader group={group} />
      {connection}
      {group.state === 'gone' || group.state === 'refused' ? (
        <div className="flex min-h-0 flex-1 flex-col">
          <OutOfGroup group={group} />
        </div>
      ) : (
        <Conversation key={groupId} group={group} below={below} />
      )}
    </div>
  );
}
