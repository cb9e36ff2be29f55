/** What became of the group since the moment, and the way back to it: looked at first, then done, then undone if need be. */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { memberNames } from '#client/session/member-names.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { PastGround } from '#client/store/past-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { Button } from '#client/ui/button.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { compareLedgers, type LedgerDifference, planRestoring } from '#domain/past/compare-ledgers.ts';
import { noteRestored } from '#domain/past/plan-undo.ts';
import type { PastAccounts } from './build-past.ts';
import { type KeptRestoring, useRestorings } from './kept-restorings.ts';
import { LostList } from './lost-list.tsx';
import { type LostMessage, listLost, sayAgain, withoutGone } from './lost-messages.ts';
import type { Past } from './use-past.ts';
import { useReadAsOf } from './use-read-as-of.ts';

interface Plan {
  readonly intents: readonly Intent[];
  /** What is kept of it, for the way back. */
  readonly did: (opIds: readonly string[]) => KeptRestoring['did'];
}

interface Asked extends Plan {
  readonly what: KeptRestoring['did']['what'];
}

export interface ComparisonProps {
  readonly group: GroupView;
  readonly ground: PastGround;
  readonly past: Past;
  readonly accounts: PastAccounts;
}

export function Comparison({ group, ground, past, accounts }: ComparisonProps) {
  const { groupId } = group;
  const { t } = useTranslation('history');
  const engine = useEngine();
  const fail = useFailureToast();
  const words = useErrorWords();
  const formats = useFormats();
  const talk = useReadAsOf(
    (reader) => reader.readTalkSince(groupId, past.version),
    [groupId, past.version, ground.head],
  );
  const { add } = useRestorings(groupId);
  const [asked, setAsked] = useState<Asked>();
  const { gone, onGone } = useGone();
  const { nameOf } = memberNames(group, () => t('you'));
  const differences = compareLedgers(accounts, ground.ledger).filter(
    ({ now }) => !accounts.inexact.has(now.id),
  );
  const { messages: lost, gonePhotos } = withoutGone(listLost(talk?.changed ?? [], past.images, group), gone);
  const edited = (talk?.changed ?? []).filter(({ deletedBy }) => deletedBy === null);
  const deleted = (talk?.changed ?? []).filter(({ deletedBy }) => deletedBy !== null);
  const mayRestore = group.myRole === 'owner' || group.myRole === 'admin';

  const planAccounts = (): Plan => {
    const ops = planRestoring(differences);
    return {
      intents: ops.map((op): Intent => ({ ...op, groupId })),
      did: (opIds) => ({ what: 'accounts', ...noteRestored(ops, opIds) }),
    };
  };
  const quote = ({ authorId, at, text }: LostMessage): string =>
    t('quote', { name: nameOf(authorId), day: formats.day(at, engine.correctedNow()), text }).trimEnd();
  const planMessages = (): Plan => {
    const { intents, messageIds } = sayAgain(lost, group, { newId: () => engine.newId(), quote });
    return { intents, did: () => ({ what: 'messages', messageIds }) };
  };
  const restore = async ({ intents, did }: Plan): Promise<void> => {
    setAsked(undefined);
    const saved = await engine.commit(intents);
    if (saved.ok) add({ at: engine.correctedNow(), count: intents.length, did: did(saved.opIds) });
    else fail(`commit.${saved.error}`);
  };

  return (
    <div className="flex flex-col gap-5 px-4 py-3">
      <section aria-label={t('accounts')} className="flex flex-col gap-2">
        <h2 className="font-bold">{t('accounts')}</h2>
        {differences.length === 0 && <p className="text-muted">{t('accountsSame')}</p>}
        <ul aria-label={t('accounts')} className="flex flex-col gap-1">
          {differences.map((difference) => (
            <li key={difference.now.id} className="wrap-anywhere">
              <Difference difference={difference} nameOf={nameOf} />
            </li>
          ))}
        </ul>
        {differences.length > 0 &&
          (mayRestore ? (
            <Button variant="quiet" onClick={() => setAsked({ what: 'accounts', ...planAccounts() })}>
              {t('restoreAccounts')}
            </Button>
          ) : (
            <p className="text-s text-muted">{words('history.not-allowed').brief}</p>
          ))}
      </section>
      <section aria-label={t('conversation')} className="flex flex-col gap-2">
        <h2 className="font-bold">{t('conversation')}</h2>
        {talk && talk.added + talk.changed.length === 0 && (
          <p className="text-muted">{t('conversationSame')}</p>
        )}
        {talk && talk.added > 0 && <p>{t('linesAdded', { count: talk.added })}</p>}
        {edited.length > 0 && <p>{t('messagesEdited', { count: edited.length })}</p>}
        {deleted.length > 0 && <p>{t('messagesDeleted', { count: deleted.length })}</p>}
        {lost.length > 0 && (
          <>
            <LostList groupId={groupId} lost={lost} nameOf={nameOf} onGone={onGone} />
            <Button variant="quiet" onClick={() => setAsked({ what: 'messages', ...planMessages() })}>
              {t('restoreMessages', { count: lost.length })}
            </Button>
          </>
        )}
        {gonePhotos > 0 && <p className="text-s text-muted">{t('photosStay', { count: gonePhotos })}</p>}
        {deleted.length > 0 && past.source !== 'server' && (
          <p className="text-s text-muted">{t('wordsNeedServer')}</p>
        )}
      </section>
      <ConfirmSheet
        open={asked !== undefined}
        title={t(asked?.what === 'messages' ? 'askMessages' : 'askAccounts')}
        closeLabel={t('close')}
        confirmLabel={t('restore')}
        cancelLabel={t('cancel')}
        onClose={() => setAsked(undefined)}
        onConfirm={() => asked && void restore(asked)}
      >
        <p>{t('willDo', { count: asked?.intents.length ?? 0 })}</p>
        <p className="text-s text-muted">{t(asked?.what === 'messages' ? 'howMessages' : 'howAccounts')}</p>
        {asked?.what === 'messages' && gonePhotos > 0 && (
          <p className="font-semibold">{t('photosStay', { count: gonePhotos })}</p>
        )}
      </ConfirmSheet>
    </div>
  );
}

function Difference({
  difference,
  nameOf,
}: {
  readonly difference: LedgerDifference;
  readonly nameOf: (memberId: string) => string;
}) {
  const { t } = useTranslation('history');
  const money = useMoneyFormats();
  const { table, what, now } = difference;
  const amount = money.amount(now.amountMinor);
  const name =
    table === 'expenses' ? now.description : t('settled', { from: nameOf(now.fromId), to: nameOf(now.toId) });
  if (what !== 'changed') return <bdi>{t(what, { name, amount })}</bdi>;
  const before = difference.before ? money.amount(difference.before.amountMinor) : '';
  const isMoney = difference.before?.amountMinor !== now.amountMinor;
  return <bdi>{isMoney ? t('changedAmount', { name, before, amount }) : t('changed', { name, amount })}</bdi>;
}

/** Photos that were asked for and that nobody has any more. */
function useGone() {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const onGone = useCallback((blobId: string) => setGone((known) => new Set([...known, blobId])), []);
  return { gone, onGone };
}
