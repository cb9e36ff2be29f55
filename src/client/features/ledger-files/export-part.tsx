/** The group's accounts as a file, made on this device. */
import Download from 'lucide-react/icons/download';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localDateOf } from '#client/i18n/local-date.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { WholeLedger } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { saveFile } from '#client/ui/save-file.ts';
import type { SheetLanguage } from '#domain/expenses/exchange/sheet-words.ts';
import { type WrittenLedger, writeOwnJson, writeOwnSheet } from '#domain/expenses/exchange/write-own-file.ts';
import { joinSheet } from './cut-sheet.ts';

export function ExportPart({ group }: { readonly group: GroupView }) {
  const { t, i18n } = useTranslation('files');
  const engine = useEngine();
  const id = useId();
  const { groupId } = group;
  const whole = useObserved((reader) => reader.observeWholeLedger(groupId), [groupId]);
  const [isSaved, setSaved] = useState(false);
  const written = whole && writtenOf(group, whole);
  const isEmpty = !written || written.expenses.length + written.settlements.length === 0;

  const save = (kind: 'csv' | 'json'): void => {
    if (!written) return;
    const now = engine.correctedNow();
    const name = `racha-${fileWord(group.name)}-${localDateOf(now)}.${kind}`;
    if (kind === 'csv') {
      saveFile(
        name,
        'text/csv;charset=utf-8',
        joinSheet(writeOwnSheet(written, i18n.language as SheetLanguage)),
      );
    } else saveFile(name, 'application/json', `${JSON.stringify(writeOwnJson(written, now), null, 2)}\n`);
    setSaved(true);
  };

  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="text-l font-bold">
        {t('export.title')}
      </h2>
      <p className="text-pretty text-muted">{t('export.about')}</p>
      {whole?.isArriving && <p className="text-s text-pretty text-wait">{t('export.arriving')}</p>}
      {whole && isEmpty ? (
        <p className="text-s text-muted">{t('export.empty')}</p>
      ) : (
        <>
          <Button
            variant="quiet"
            icon={<Download aria-hidden="true" size={20} />}
            onClick={() => save('csv')}
          >
            {t('export.sheet')}
          </Button>
          <Button
            variant="quiet"
            icon={<Download aria-hidden="true" size={20} />}
            onClick={() => save('json')}
          >
            {t('export.json')}
          </Button>
        </>
      )}
      <p role="status" className="text-s text-muted empty:hidden">
        {isSaved ? t('export.saved') : ''}
      </p>
    </section>
  );
}

/** Everybody whom a row names, also who has left since. */
function writtenOf(group: GroupView, { expenses, settlements }: WholeLedger): WrittenLedger {
  const standing = expenses.filter(({ voidedBy }) => voidedBy === null);
  const settled = settlements.filter(({ voidedBy }) => voidedBy === null);
  const named = new Set([
    ...standing.flatMap(({ payers, shares }) => [...payers, ...shares].map(({ memberId }) => memberId)),
    ...settled.flatMap(({ fromId, toId }) => [fromId, toId]),
  ]);
  const people = group.members.filter(({ memberId }) => named.has(memberId));
  return {
    groupName: group.name,
    people: people.map(({ memberId, name }) => ({ id: memberId, name })),
    expenses: standing,
    settlements: settled,
  };
}

/** Of letters that every file system takes. */
function fileWord(name: string): string {
  const word = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
  return word === '' ? 'contas' : word;
}
