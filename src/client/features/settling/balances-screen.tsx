/** `/g/:id/contas/saldos`: where everybody stands, who pays whom, payments to confirm, one's own Pix key. */

import History from 'lucide-react/icons/history';
import KeyRound from 'lucide-react/icons/key-round';
import ScanQrCode from 'lucide-react/icons/scan-qr-code';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import { useUndoable } from '#client/session/use-undoable.ts';
import type { LedgerView } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { spellPixKey } from '#domain/pix/pix-key.ts';
import { DebtsPart } from './debts-part.tsx';
import { OwnPosition } from './own-position.tsx';
import { PaymentsSheet } from './payments-sheet.tsx';
import { PixKeySheet } from './pix-key-sheet.tsx';
import { PositionList } from './position-list.tsx';
import { ReadCodeSheet } from './read-code-sheet.tsx';
import { SettleSheet } from './settle-sheet.tsx';
import { buildSettling, type DebtView, type Transfer } from './settling-model.ts';
import { createPeople, type Person } from './settling-people.ts';
import { WaitingList } from './waiting-list.tsx';
import { WhySheet } from './why-sheet.tsx';

export interface BalancesScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function BalancesScreen({ groupId, connection }: BalancesScreenProps) {
  const { t } = useTranslation('settling');
  const ledger = useLastSeen(useObserved((reader) => reader.observeLedger(groupId, 0), [groupId]));
  return (
    <LedgerRoom groupId={groupId} title={t('title')} connection={connection} isRead={ledger !== undefined}>
      {(group) => ledger && <Balances key={groupId} group={group} ledger={ledger} />}
    </LedgerRoom>
  );
}

type Opened =
  | { readonly what: 'settle'; readonly transfer: Transfer }
  | { readonly what: 'why'; readonly person: Person }
  | { readonly what: 'key' | 'read' | 'payments' };

function Balances({ group, ledger }: { readonly group: GroupView; readonly ledger: LedgerView }) {
  const { t } = useTranslation('settling');
  const [view, setView] = useState<DebtView>('simplified');
  const arrivedFor = useArrivedFor();
  const [opened, setOpened] = useState(arrivedFor);
  const ownKey = useOwnKey(group);
  const { members } = group;
  const people = useMemo(() => createPeople(members, t('you')), [members, t]);
  const shown = useMemo(() => {
    const presentIds = members.flatMap(({ memberId, status, claimedBy }) =>
      status === 'active' || (status === 'named' && claimedBy === null) ? [memberId] : [],
    );
    return buildSettling(ledger.balances, people, { presentIds, view });
  }, [members, people, ledger.balances, view]);
  const close = (): void => setOpened(undefined);
  return (
    <ScrollRegion label={t('title')} layout="flex flex-col gap-5 pt-2">
      <OwnPosition netMinor={ledger.myNetMinor} />
      {ledger.isArriving && (
        <div className="mx-4">
          <Notice tone="wait">{t('arriving')}</Notice>
        </div>
      )}
      <WaitingList
        groupId={group.groupId}
        mayChange={isPermitted('settlement.voided', group.myRole, true)}
        people={people}
      />
      <DebtsPart
        transfers={shown.transfers}
        view={view}
        onView={setView}
        mayRecord={isPermitted('settlement.recorded', group.myRole, true)}
        onOpen={(transfer) => setOpened({ what: 'settle', transfer })}
      />
      <div className="px-4">
        <Button
          wide
          variant="quiet"
          icon={<History aria-hidden="true" size={18} />}
          onClick={() => setOpened({ what: 'payments' })}
        >
          {t('payments.open')}
        </Button>
      </div>
      <PositionList positions={shown.positions} onWhy={(person) => setOpened({ what: 'why', person })} />
      <div className="flex flex-col gap-2 px-4">
        <h2 className="text-s font-semibold text-muted">{t('key.label')}</h2>
        <p className="text-s wrap-anywhere">{ownKey.pixKey ? spellPixKey(ownKey.pixKey) : t('key.none')}</p>
        <Button
          wide
          variant="quiet"
          icon={<KeyRound aria-hidden="true" size={18} />}
          onClick={() => setOpened({ what: 'key' })}
        >
          {t('key.open', { action: t(ownKey.pixKey ? 'key.change' : 'key.add') })}
        </Button>
        <Button
          wide
          variant="quiet"
          icon={<ScanQrCode aria-hidden="true" size={18} />}
          onClick={() => setOpened({ what: 'read' })}
        >
          {t('read.open')}
        </Button>
      </div>
      {opened?.what === 'settle' && (
        <SettleSheet
          group={group}
          transfer={opened.transfer}
          onOpenKey={() => setOpened({ what: 'key' })}
          onClose={close}
        />
      )}
      {opened?.what === 'why' && (
        <WhySheet group={group} person={opened.person} people={people} onClose={close} />
      )}
      {opened?.what === 'key' && (
        <PixKeySheet
          groupId={group.groupId}
          pixKey={ownKey.pixKey}
          onRemove={ownKey.remove}
          onClose={close}
        />
      )}
      {opened?.what === 'payments' && (
        <PaymentsSheet
          groupId={group.groupId}
          mayChange={isPermitted('settlement.voided', group.myRole, true)}
          people={people}
          onClose={close}
        />
      )}
      {opened?.what === 'read' && <ReadCodeSheet members={members} onClose={close} />}
    </ScrollRegion>
  );
}

/** What another screen sent the person here for. Said once: coming back is not asking again. */
function useArrivedFor(): Opened | undefined {
  const [isForKey] = useState(() => history.state?.open === 'pix-key');
  useEffect(() => {
    const { open, ...rest } = history.state ?? {};
    if (open !== undefined) history.replaceState(rest, '');
  }, []);
  return isForKey ? { what: 'key' } : undefined;
}

/** One's own key in this group; taken away with a way back. */
function useOwnKey({ groupId, members }: GroupView) {
  const { t } = useTranslation('settling');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const { pendingIds, begin } = useUndoable(toast);
  const pixKey = members.find(({ own }) => own)?.pixKey ?? null;
  const remove = (): void =>
    begin(groupId, t('key.removed'), async () => {
      const saved = await engine.commit([{ type: 'member.pix-key-removed', groupId, body: {} }]);
      if (!saved.ok) fail(`commit.${saved.error}`);
    });
  return { pixKey: pendingIds.has(groupId) ? null : pixKey, remove };
}
