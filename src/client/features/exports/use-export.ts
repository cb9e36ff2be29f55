/** What the screen shows of an export: none, running, whole, or what went wrong. Leaving the screen ends it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exported } from '#client/documents/export-job.ts';
import { startExport } from '#client/documents/start-export.ts';
import type { ExportFormat } from '#client/documents/writer.ts';
import { pickLanguage } from '#client/i18n/languages.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { ExportItem } from './export-item.ts';
import { useReadItem, useReadPhoto } from './use-read-item.ts';

export type ExportState =
  | { readonly name: 'none' }
  /** `older`: how much of the older messages has come; undefined: none are asked for now. */
  | { readonly name: 'running'; readonly share: number; readonly older?: number | undefined }
  | {
      readonly name: 'whole';
      readonly exported: Exported;
      readonly items: readonly ExportItem[];
      /** Older parts of these could not be had. */
      readonly cut: readonly ExportItem[];
    }
  | { readonly name: 'failed' };

export interface Exporting {
  readonly state: ExportState;
  readonly begin: (items: readonly ExportItem[], formats: readonly ExportFormat[]) => void;
  readonly cancel: () => void;
  readonly forget: () => void;
}

export function useExport(group: GroupView): Exporting {
  const { t, i18n } = useTranslation('exports');
  const [state, setState] = useState<ExportState>({ name: 'none' });
  const running = useRef<() => void>(undefined);
  const readItem = useReadItem(group);
  const readPhoto = useReadPhoto(group.groupId);
  useEffect(() => () => running.current?.(), []);

  const begin = useCallback<Exporting['begin']>(
    (items, formats) => {
      const [first] = items;
      const name = items.length === 1 && first?.kind === 'plan' ? first.plan.title : group.name;
      const words = {
        language: pickLanguage(i18n.language, []),
        comments: t('words.comments'),
        missingImage: t('words.missingImage'),
      };
      const madeAt = Date.now();
      const job = { formats, total: items.length, name, untitled: t('untitled'), madeAt, words };
      const ending = new AbortController();
      const { signal } = ending;
      const cut = new Set<ExportItem>();
      let share = 0;
      setState({ name: 'running', share });
      const started = startExport(job, {
        readText: async (index) => {
          const item = items[index];
          if (!item) return undefined;
          const show = (older?: number): void => {
            if (!signal.aborted) setState({ name: 'running', share, older });
          };
          const { text, isCut } = await readItem(item, { madeAt, signal, onOlder: show });
          show();
          if (isCut) cut.add(item);
          return text;
        },
        readPhoto: (photo) => readPhoto(photo, signal),
        onProgress: (now) => {
          share = now;
          if (!signal.aborted) setState({ name: 'running', share });
        },
      });
      const end = (): void => {
        ending.abort();
        started.cancel();
      };
      running.current = end;
      const isCurrent = () => running.current === end;
      started.finished.then(
        (exported) => isCurrent() && setState({ name: 'whole', exported, items, cut: [...cut] }),
        () => isCurrent() && setState({ name: 'failed' }),
      );
    },
    [group, i18n, t, readItem, readPhoto],
  );
  const stop = useCallback(() => {
    const end = running.current;
    running.current = undefined;
    end?.();
    setState({ name: 'none' });
  }, []);
  return { state, begin, cancel: stop, forget: stop };
}
