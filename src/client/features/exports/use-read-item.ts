/** What an export asks the page for: each text when its turn comes, and the photos in it. */
import { useCallback, useContext } from 'react';
import type { ExportText } from '#client/documents/export-job.ts';
import { useLedgerReport } from '#client/rooms/use-ledger-report.ts';
import { memberNames } from '#client/session/member-names.ts';
import { usePhotos } from '#client/session/photos.ts';
import { PlanTextsContext } from '#client/session/plan-texts.ts';
import { readOnce } from '#client/session/read-once.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Month } from '#domain/expenses/summary.ts';
import type { ExportItem } from './export-item.ts';
import { useReadConversation } from './use-read-conversation.ts';
import { PATIENCE_MS, waitFor } from './wait-for.ts';

export interface ReadItemOptions {
  readonly madeAt: number;
  readonly signal: AbortSignal;
  readonly onOlder: (share: number) => void;
}

/** `isCut`: older parts of it could not be had. `text` undefined: nothing of it is on this device. */
export interface ReadItem {
  readonly text: ExportText | undefined;
  readonly isCut: boolean;
}

export function useReadItem(
  group: GroupView,
): (item: ExportItem, options: ReadItemOptions) => Promise<ReadItem> {
  const readPlan = useReadPlan(group);
  const readReport = useReadReport(group);
  const readConversation = useReadConversation(group);
  return useCallback(
    async (item, { madeAt, signal, onOlder }) => {
      if (item.kind === 'plan') return { text: await readPlan(item.plan, signal), isCut: false };
      const { document, isCut } =
        item.kind === 'report'
          ? await readReport(item.month)
          : await readConversation({ withPhotos: item.withPhotos, signal, onOlder });
      return { text: { folder: '', document, createdAt: madeAt, editedAt: madeAt }, isCut };
    },
    [readPlan, readReport, readConversation],
  );
}

export function useReadPhoto(
  groupId: string,
): (photo: Attachment, signal: AbortSignal) => Promise<Blob | undefined> {
  const photos = usePhotos();
  return useCallback(
    async (attachment, signal) => {
      const shown = await photos?.show({ groupId, attachment }, 'whole', signal);
      return shown?.state === 'here' ? shown.blob : undefined;
    },
    [photos, groupId],
  );
}

function useReadPlan(
  group: GroupView,
): (plan: PlanView, signal: AbortSignal) => Promise<ExportText | undefined> {
  // null: the database is of a newer app, and its texts are not read.
  const door = useContext(PlanTextsContext);
  const reader = useReader();
  const engine = useEngine();
  return useCallback(
    async (plan, signal) => {
      if (!door) return undefined;
      const { groupId } = group;
      const [text, detail, { planDocument }] = await Promise.all([
        door.open(groupId, plan.id),
        readOnce(reader.observePlan(groupId, plan.id)),
        import('#domain/plans/text/plan-document.ts'),
      ]);
      try {
        await text.whenLoaded;
        // Opening asks the server for what is not here.
        const isEnough = (): boolean =>
          text.state() !== 'not-here' || engine.status().connection.name !== 'online';
        const listen = [text, engine].map((one) => (look: () => void) => one.subscribe(look));
        await waitFor(isEnough, { listen, signal, ms: PATIENCE_MS });
        if (text.state() !== 'whole') return undefined;
        const { nameOf } = memberNames(group, (name) => name);
        const comments = detail?.comments ?? [];
        const document = planDocument(text.doc, { title: plan.title, comments, nameOf });
        const { folder, createdAt, editedAt } = plan;
        return { folder, document, createdAt, editedAt };
      } finally {
        await text.close();
      }
    },
    [door, reader, engine, group],
  );
}

function useReadReport(group: GroupView) {
  const reader = useReader();
  const reportOf = useLedgerReport(group);
  return useCallback(
    async (month: Month | null) => {
      const whole = await readOnce(reader.observeWholeLedger(group.groupId));
      return { document: reportOf(whole, month).document(), isCut: whole.isArriving };
    },
    [reader, reportOf, group],
  );
}
