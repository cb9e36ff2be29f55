/** What is done about a payment: noted, confirmed, taken out and put back. Each says that it is done, with a way back. */
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { localDateOf } from '#client/i18n/local-date.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { CommitError, Intent } from '#client/sync/engine-types.ts';
import { useToast } from '#client/ui/toast.tsx';
import type { SettlementMethod } from '#domain/expenses/ledger-rows.ts';

export interface Payment {
  readonly fromId: string;
  readonly toId: string;
  readonly amountMinor: number;
  readonly method: SettlementMethod;
}

export interface Payments {
  /** Resolves to why it was not saved, in words. `done` is what is said when it is. */
  record(payment: Payment, done: string): Promise<string | undefined>;
  confirm(settlementId: string): void;
  /** By the creditor: it did not come. By who noted it: it was not so. */
  takeOut(settlementId: string, done: string): void;
  putBack(settlementId: string): void;
}

export function usePayments(groupId: string): Payments {
  const { t } = useTranslation('settling');
  const { t: shell } = useTranslation();
  const engine = useEngine();
  const toast = useToast();
  const words = useErrorWords();
  const fail = useFailureToast();

  const commit = async (intent: Intent): Promise<CommitError | undefined> => {
    const saved = await engine.commit([intent]);
    return saved.ok ? undefined : saved.error;
  };
  const say = (failure: CommitError | undefined, done: string, undo?: () => void): void => {
    if (failure !== undefined) fail(`commit.${failure}`);
    else toast.show({ text: done, ...(undo && { action: { label: shell('undo'), run: undo } }) });
  };
  const voided = (settlementId: string): Intent => ({
    type: 'settlement.voided',
    groupId,
    body: { settlementId },
  });
  const putBack = async (settlementId: string): Promise<void> =>
    say(
      await commit({ type: 'settlement.restored', groupId, body: { settlementId } }),
      t('waiting.restored'),
    );
  const takeOut = async (settlementId: string, done: string): Promise<void> =>
    say(await commit(voided(settlementId)), done, () => void putBack(settlementId));

  return {
    record: async (payment, done) => {
      const settlementId = engine.newId();
      const date = localDateOf(engine.correctedNow());
      const failure = await commit({
        type: 'settlement.recorded',
        groupId,
        body: { settlementId, ...payment, date },
      });
      const takeBack = async (): Promise<void> =>
        say(await commit(voided(settlementId)), t('waiting.takenBack'));
      if (failure === undefined) say(undefined, done, () => void takeBack());
      return failure && words(`commit.${failure}`).brief;
    },
    confirm: (settlementId) =>
      void commit({ type: 'settlement.confirmed', groupId, body: { settlementId } }).then((failure) =>
        say(failure, t('waiting.receivedDone')),
      ),
    takeOut: (settlementId, done) => void takeOut(settlementId, done),
    putBack: (settlementId) => void putBack(settlementId),
  };
}
