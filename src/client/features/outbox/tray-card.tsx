/** One thing the server refused: what it was, why, what to do, and nothing gone until the person says so. */
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useShareText } from '#client/errors/use-share-text.ts';
import { handOverExpense } from '#client/session/expense-prefill.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import type { TrayEntry } from '#client/store/tables.ts';
import { Button } from '#client/ui/button.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { describeOp, textOf } from './describe-op.ts';
import { draftFromTray } from './draft-from-tray.ts';
import { prefillFromTray } from './prefill-from-tray.ts';

export function TrayCard({ entry }: { readonly entry: TrayEntry }) {
  const { t, i18n } = useTranslation('outbox');
  const { t: shell } = useTranslation();
  const errorWords = useErrorWords();
  const fail = useFailureToast();
  const { copy } = useShareText();
  const engine = useEngine();
  const reader = useReader();
  const toast = useToast();
  const [, navigate] = useLocation();
  const words = errorWords(`rejected.${entry.kind}`);
  const text = textOf(entry.op);
  const { key, values } = describeOp(entry.op, i18n.language);
  const groupIsHere = entry.kind !== 'gone';
  const prefill = prefillFromTray(entry.op);

  const retry = async (): Promise<void> => {
    const result = await engine.retryFromTray(entry.opId);
    if (result.ok) toast.show({ text: t('tray.retrying') });
    else fail(`commit.${result.error}`);
  };

  // The draft is on disk before the tray lets go: a crash in between leaves the text twice, never not at all.
  const edit = async (): Promise<void> => {
    if (prefill) {
      handOverExpense(entry.groupId, prefill);
      navigate(`/g/${entry.groupId}/contas/nova`, { state: { from: '/fila' } });
      return;
    }
    const draft = draftFromTray(entry.op, await reader.getDraft(entry.groupId));
    if (!draft) return;
    if (!(await engine.saveDraft(draft))) {
      fail('commit.storage-failed');
      return;
    }
    await engine.discardFromTray(entry.opId);
    navigate(`/g/${entry.groupId}`, { state: { from: '/fila' } });
  };

  const discard = async (): Promise<void> => {
    const taken = await engine.discardFromTray(entry.opId);
    if (!taken) return;
    toast.show({
      text: t('tray.discarded'),
      action: { label: t('tray.undo'), run: () => void engine.restoreToTray(taken) },
    });
  };

  return (
    <div className="rounded-m bg-bad-soft p-3">
      <p className="text-s font-semibold text-bad">
        {t('tray.in', { group: entry.groupName || shell('namelessGroup') })} ·{' '}
        {t('tray.code', { code: words.code })}
      </p>
      <bdi className="mt-1 line-clamp-4 block font-semibold wrap-anywhere whitespace-pre-wrap">
        {t(`what.${key}`, values)}
      </bdi>
      <p className="mt-1 text-s text-pretty">{words.bare}</p>
      <div className="-mx-2 mt-1 -mb-2 flex flex-wrap">
        {groupIsHere && entry.kind !== 'damaged' && (
          <Button variant="text" onClick={retry}>
            {t('tray.retry')}
          </Button>
        )}
        {groupIsHere && (text !== undefined || prefill) && (
          <Button variant="text" onClick={edit}>
            {t('tray.edit')}
          </Button>
        )}
        {text !== undefined && (
          <Button variant="text" onClick={() => copy(text, t('tray.copied'))}>
            {t('tray.copy')}
          </Button>
        )}
        <Button variant="text" onClick={discard}>
          {t('tray.discard')}
        </Button>
      </div>
    </div>
  );
}
