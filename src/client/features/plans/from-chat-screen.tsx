/**
 * `/g/:id/planos/lista`: messages of the conversation become a check list, in a plan of its own or at the end of one there is. The
 * list says where it came from, and leads back there.
 */
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { useObserved } from '#client/session/session-context.ts';
import type { PlansView } from '#client/store/plan-types.ts';
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { Select } from '#client/ui/select.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';
import type { Block } from '#domain/documents/document.ts';
import { isPermitted } from '#domain/permissions.ts';
import { comparePlaced, positionAtEnd } from '#domain/plans/position.ts';
import { listItems } from './list-items.ts';
import { useMessages } from './use-messages.ts';
import { usePlanWriter } from './use-plan-writer.ts';
import { useTitleField } from './use-title-field.ts';

export interface FromChatScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function FromChatScreen({ groupId, connection }: FromChatScreenProps) {
  const { t } = useTranslation('plans');
  const plans = useObserved((reader) => reader.observePlans(groupId), [groupId]);
  const messages = useMessages(groupId, firstChosen());
  return (
    <LedgerRoom
      groupId={groupId}
      title={t('fromChat.title')}
      back={`/g/${groupId}`}
      connection={connection}
      isRead={plans !== undefined && messages !== undefined}
    >
      {(group) =>
        isPermitted('plan.created', group.myRole, true) ? (
          plans && messages && <FromChat group={group} plans={plans} messages={messages} />
        ) : (
          <EmptyState picture="🗺️" title={t('fromChat.title')}>
            {t('list.guest')}
          </EmptyState>
        )
      }
    </LedgerRoom>
  );
}

/** The message whose menu led here. */
function firstChosen(): string | undefined {
  const { messageId } = (history.state ?? {}) as { messageId?: unknown };
  return typeof messageId === 'string' ? messageId : undefined;
}

interface FromChatProps {
  readonly group: GroupView;
  readonly plans: PlansView;
  readonly messages: readonly MessageView[];
}

/** A select's value for a plan of its own; an id is never empty. */
const NEW_PLAN = '';

function FromChat({ group, plans, messages }: FromChatProps) {
  const { t } = useTranslation('plans');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set([firstChosen()].filter((id) => id !== undefined)),
  );
  const [into, setInto] = useState(NEW_PLAN);
  const title = useTitleField(t('fromChat.defaultName'));
  const [isSaving, setIsSaving] = useState(false);
  const saveList = useSaveList(group, plans);
  const source = messages.filter(({ id }) => chosen.has(id));
  const items = listItems(source.map(({ text }) => text));
  const open = plans.plans.filter(({ archivedAt }) => archivedAt === null).sort(comparePlaced);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (items.length === 0 || title.error !== undefined || isSaving) return;
    setIsSaving(true);
    await saveList({ items, source, into: into === NEW_PLAN ? null : into, title: title.value.trim() });
    setIsSaving(false);
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate className="flex min-h-0 flex-1 flex-col">
      <ScrollRegion label={t('fromChat.choose')}>
        <MessageChoice messages={messages} chosen={chosen} onChoose={setChosen} />
      </ScrollRegion>
      <div className="flex flex-col gap-3 border-t border-line px-4 pt-3 pb-[max(16px,env(safe-area-inset-bottom))]">
        <Select label={t('fromChat.where')} value={into} onChange={setInto}>
          <option value={NEW_PLAN}>{t('fromChat.newPlan')}</option>
          {open.map(({ id, title: name }) => (
            <option key={id} value={id}>
              {name || t('untitled')}
            </option>
          ))}
        </Select>
        {into === NEW_PLAN && (
          <TextField
            label={t('fromChat.name')}
            value={title.value}
            onChange={(event) => title.change(event.target.value)}
            error={title.error}
          />
        )}
        <Button type="submit" wide busy={isSaving} disabled={items.length === 0}>
          {t('fromChat.save', { count: items.length })}
        </Button>
      </div>
    </form>
  );
}

function MessageChoice({
  messages,
  chosen,
  onChoose,
}: {
  readonly messages: readonly MessageView[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const first = useRef<HTMLLIElement>(null);
  const firstId = useMemo(() => messages.find(({ id }) => chosen.has(id))?.id, [messages, chosen]);
  // Once, where the person came from.
  useEffect(() => {
    // Chromium answers with a promise, which is nothing to be called at the end.
    first.current?.scrollIntoView({ block: 'center' });
  }, []);
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <ul aria-label={t('fromChat.choose')} className="divide-y divide-line">
      {messages.map(({ id, own, authorName, text, at }) => (
        <li key={id} ref={id === firstId ? first : undefined}>
          <label className="flex min-h-14 cursor-pointer items-center gap-3 px-4 py-2">
            <input
              type="checkbox"
              checked={chosen.has(id)}
              onChange={() => toggle(id)}
              className="size-5 shrink-0 accent-brand"
            />
            <span className="min-w-0 flex-1">
              <span className="line-clamp-3 whitespace-pre-wrap wrap-anywhere">{text}</span>
              <span className="block truncate text-xs text-muted">
                <bdi>{own ? t('list.you') : authorName}</bdi> · {formats.time(at)}
              </span>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

interface ListToSave {
  readonly items: readonly string[];
  /** In the order they were said. */
  readonly source: readonly MessageView[];
  /** null: a plan of its own. */
  readonly into: string | null;
  readonly title: string;
}

function useSaveList({ groupId }: GroupView, { plans }: PlansView): (list: ListToSave) => Promise<void> {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const writer = usePlanWriter();
  const toast = useToast();
  const fail = useFailureToast();
  const [, navigate] = useLocation();
  return async ({ items, source, into, title }) => {
    const [first] = source;
    const day = first ? formats.day(first.at, Date.now()) : '';
    const blocks: readonly Block[] = [
      { kind: 'check-list', items: items.map((text) => ({ checked: false, blocks: [paragraph(text)] })) },
      paragraph(t('fromChat.from', { day }), first && `${location.origin}/g/${groupId}?mensagem=${first.id}`),
    ];
    const inNone = plans.filter(({ folder, archivedAt }) => folder === '' && archivedAt === null);
    const written =
      into === null
        ? await writer.create({
            groupId,
            title,
            folder: '',
            position: positionAtEnd(inNone),
            icon: '✅',
            blocks,
          })
        : await writer.change({ groupId, planId: into }, (present) => [...present.blocks, ...blocks]);
    if (!written.ok) {
      if (written.error === 'not-here') fail('plan.away');
      else fail(`commit.${written.error}`);
      return;
    }
    const name = into === null ? title : (plans.find(({ id }) => id === into)?.title ?? '');
    const place = `/g/${groupId}/planos/${written.planId}`;
    toast.show({
      text: t('fromChat.made', { name: name || t('untitled') }),
      action: {
        label: t('fromChat.openPlan'),
        run: () => navigate(place, { state: { from: `/g/${groupId}` } }),
      },
    });
    navigate(`/g/${groupId}`, { replace: true });
  };
}

const paragraph = (text: string, link?: string): Block => ({
  kind: 'paragraph',
  inlines: [{ kind: 'text', text, ...(link !== undefined && { link }) }],
});
