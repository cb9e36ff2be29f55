/**
 * An import from beginning to end. Nothing is written before the last button; what is written can be stopped, and undone.
 *
 *   start ─ file ─→ reading ─→ review ─→ running ─→ ended ─→ start
 *             └ not one of ours: start, with why
 */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import type { ForeignLedger } from '#domain/expenses/exchange/foreign-ledger.ts';
import type { PlannedOp } from '#domain/expenses/exchange/plan-import.ts';
import { ChooseFile } from './choose-file.tsx';
import { type Committed, commitPlanned } from './commit-planned.ts';
import { EndedPart } from './ended-part.tsx';
import { ExportPart } from './export-part.tsx';
import { PastImports } from './past-imports.tsx';
import { type ReadFile, readFile } from './read-file.ts';
import { ReviewPart } from './review-part.tsx';
import { RunningPart } from './running-part.tsx';

export type FileTrouble = Extract<ReadFile, { ok: false }>['problem'];

/** What is being done to the accounts, or was. */
export interface Work {
  readonly what: 'import' | 'undo';
  readonly importId: string;
  readonly source: ForeignLedger['source'] | null;
  readonly ops: readonly PlannedOp[];
  readonly newPeople: readonly { readonly memberId: string; readonly name: string }[];
}

type Stage =
  | { readonly at: 'start'; readonly trouble?: FileTrouble }
  | { readonly at: 'reading' }
  | { readonly at: 'review'; readonly ledger: ForeignLedger }
  | { readonly at: 'running'; readonly work: Work; readonly done: number; readonly isStopping: boolean }
  | { readonly at: 'ended'; readonly work: Work; readonly end: Committed };

export function ImportFlow({ group }: { readonly group: GroupView }) {
  const engine = useEngine();
  const [stage, setStage] = useState<Stage>({ at: 'start' });
  const stop = useRef<AbortController>(null);
  const { groupId } = group;

  const choose = async (file: File): Promise<void> => {
    setStage({ at: 'reading' });
    const result = await readFile(file);
    setStage(result.ok ? { at: 'review', ledger: result.ledger } : { at: 'start', trouble: result.problem });
  };

  const run = async (work: Work): Promise<void> => {
    stop.current = new AbortController();
    setStage({ at: 'running', work, done: 0, isStopping: false });
    const end = await commitPlanned({
      groupId,
      ops: work.ops,
      newPeople: work.newPeople,
      commit: (intents) => engine.commit(intents),
      onProgress: (done) => setStage((now) => (now.at === 'running' ? { ...now, done } : now)),
      signal: stop.current.signal,
    });
    setStage({ at: 'ended', work, end });
  };

  switch (stage.at) {
    case 'start':
    case 'reading':
      return (
        <>
          <ChooseFile
            isReading={stage.at === 'reading'}
            trouble={stage.at === 'start' ? stage.trouble : undefined}
            onChoose={(file) => void choose(file)}
          />
          <PastImports group={group} onUndo={(work) => void run(work)} />
          <ExportPart group={group} />
        </>
      );
    case 'review':
      return (
        <Review
          group={group}
          ledger={stage.ledger}
          onStart={(work) => void run(work)}
          onAnother={() => setStage({ at: 'start' })}
        />
      );
    case 'running':
      return (
        <RunningPart
          {...stage}
          onStop={() => {
            stop.current?.abort();
            setStage({ ...stage, isStopping: true });
          }}
        />
      );
    case 'ended':
      return (
        <EndedPart
          group={group}
          work={stage.work}
          end={stage.end}
          onUndo={(work) => void run(work)}
          onAnother={() => setStage({ at: 'start' })}
        />
      );
  }
}

/** The accounts are read here, and not while an import runs: each batch would have all of them read again. */
function Review(props: {
  readonly group: GroupView;
  readonly ledger: ForeignLedger;
  readonly onStart: (work: Work) => void;
  readonly onAnother: () => void;
}) {
  const { t } = useTranslation('files');
  const { groupId } = props.group;
  const whole = useObserved((reader) => reader.observeWholeLedger(groupId), [groupId]);
  if (!whole) return <SkeletonRows count={6} label={t('loading')} />;
  return <ReviewPart {...props} whole={whole} />;
}
