/** Whose an item of a check list is, and by when. */
import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import { Select } from '#client/ui/select.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { findMoved } from './find-moved.ts';
import type { Mentionable } from './mention-source.ts';
import { type CheckDetails, detailsOf } from './schema/check-item.ts';

export interface CheckDetailsSheetProps {
  readonly editor: Editor;
  /** Where the item stands. */
  readonly pos: number;
  readonly people: readonly Mentionable[];
  /** Begins an expense with the item's words; absent: this person adds none. */
  readonly onExpense?: ((words: string) => void) | undefined;
  readonly onClose: () => void;
}

export function CheckDetailsSheet({ editor, pos, people, onExpense, onClose }: CheckDetailsSheetProps) {
  const { t } = useTranslation('editor');
  const { t: plans } = useTranslation('plans');
  const [item] = useState(() => editor.state.doc.nodeAt(pos));
  const [details, setDetails] = useState<CheckDetails | null>(() =>
    item?.type.name === 'taskItem' ? detailsOf(item) : null,
  );
  if (!item || !details) return null;
  const isGone =
    details.assigneeId !== null && !people.some(({ memberId }) => memberId === details.assigneeId);
  const save = (): void => {
    onClose();
    const at = findMoved(editor, item, pos);
    if (at === null) return;
    const { tr } = editor.state;
    for (const [name, value] of Object.entries(details)) tr.setNodeAttribute(at, name, value);
    editor.view.dispatch(tr);
  };
  return (
    <Sheet open onClose={onClose} title={t('check.title')} closeLabel={t('close')} isForReading>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p className="text-s text-muted wrap-anywhere">
          <bdi>{item.firstChild?.textContent.slice(0, 120)}</bdi>
        </p>
        <Select
          label={t('check.assignee')}
          value={details.assigneeId ?? ''}
          onChange={(chosen) => {
            const person = people.find(({ memberId }) => memberId === chosen);
            setDetails({
              ...details,
              assigneeId: person?.memberId ?? null,
              assigneeName: person?.name ?? null,
            });
          }}
        >
          <option value="">{t('check.nobody')}</option>
          {isGone && <option value={details.assigneeId ?? ''}>{details.assigneeName}</option>}
          {people.map(({ memberId, name }) => (
            <option key={memberId} value={memberId}>
              {name}
            </option>
          ))}
        </Select>
        <TextField
          type="date"
          label={t('check.due')}
          value={details.due ?? ''}
          onChange={({ target }) =>
            setDetails({ ...details, due: target.value === '' ? null : target.value })
          }
        />
        <Button wide type="submit">
          {t('check.save')}
        </Button>
        {onExpense && (
          <Button wide variant="quiet" onClick={() => onExpense(item.firstChild?.textContent ?? '')}>
            {plans('item.toExpense')}
          </Button>
        )}
      </form>
    </Sheet>
  );
}
