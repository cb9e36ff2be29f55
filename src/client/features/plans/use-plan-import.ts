/** Files on their way to becoming plans, one after the other: each is read, made and told of by itself. */
import { useCallback, useRef, useState } from 'react';
import { listPresent } from '#client/rooms/present-members.ts';
import { usePhotos } from '#client/session/photos.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { CommitError } from '#client/sync/engine-types.ts';
import { positionAtEnd } from '#domain/plans/position.ts';
import { type ImportProblem, type KeepPicture, type LeftOut, readPlanFile } from './read-plan-file.ts';
import { usePlanWriter } from './use-plan-writer.ts';

export type ImportState =
  | { readonly at: 'waiting' | 'reading' | 'writing' }
  | { readonly at: 'made'; readonly planId: string; readonly title: string; readonly leftOut: LeftOut }
  | { readonly at: 'failed'; readonly problem: ImportProblem | 'not-saved' };

export interface ImportedFile {
  readonly key: number;
  readonly name: string;
  readonly state: ImportState;
}

export interface PlanImport {
  readonly files: readonly ImportedFile[];
  readonly add: (file: File) => void;
  readonly isRunning: boolean;
}

export function usePlanImport(group: GroupView, plans: readonly PlanView[]): PlanImport {
  const writer = usePlanWriter();
  const photos = usePhotos();
  const [files, setFiles] = useState<readonly ImportedFile[]>([]);
  const queue = useRef(Promise.resolve());
  const lastKey = useRef(0);
  /** Those made here are not in the list yet when the next one is placed. */
  const made = useRef<{ id: string; position: string }[]>([]);
  const present = useRef(plans);
  present.current = plans;
  const { groupId } = group;
  const people = useRef(group.members);
  people.current = group.members;

  const add = useCallback(
    (file: File): void => {
      const key = ++lastKey.current;
      const show = (state: ImportState): void =>
        setFiles((all) =>
          [...all.filter((one) => one.key !== key), { key, name: file.name, state }].sort(
            (a, b) => a.key - b.key,
          ),
        );
      show({ at: 'waiting' });
      const bring = async (): Promise<void> => {
        show({ at: 'reading' });
        let unsaved: CommitError | undefined;
        const keepPicture: KeepPicture = async (picture) => {
          const attached = await photos?.attach(groupId, picture);
          if (attached?.ok) return attached.attachment;
          if (attached && attached.error !== 'unreadable') unsaved = attached.error;
          return undefined;
        };
        const read = await readPlanFile(file, {
          people: listPresent({ members: people.current }),
          ...(photos && { keepPicture }),
        });
        // No room for its pictures: a plan that lacks them all would look as if it had come along.
        if (unsaved !== undefined) return show({ at: 'failed', problem: 'not-saved' });
        if (!read.ok) return show({ at: 'failed', problem: read.problem });
        show({ at: 'writing' });
        const inNone = present.current.filter(
          ({ folder, archivedAt }) => folder === '' && archivedAt === null,
        );
        const position = positionAtEnd([...inNone, ...made.current]);
        const { title, blocks, leftOut } = read;
        const written = await writer.create({ groupId, title, folder: '', position, icon: '📄', blocks });
        if (!written.ok) return show({ at: 'failed', problem: 'not-saved' });
        made.current.push({ id: written.planId, position });
        show({ at: 'made', planId: written.planId, title, leftOut });
      };
      queue.current = queue.current.then(bring).catch(() => show({ at: 'failed', problem: 'not-saved' }));
    },
    [groupId, writer, photos],
  );
  const isRunning = files.some(({ state }) => state.at !== 'made' && state.at !== 'failed');
  return { files, add, isRunning };
}
