/** Why a text was not saved, that it is still there, and what to do. */
import { Notice } from '#client/ui/banner.tsx';
import { ComposerRescue } from './composer-rescue.tsx';
import type { ComposerProblem } from './composer-store.ts';
import { isOfField, useProblemWords } from './use-problem-words.ts';

export interface ComposerProblemNoteProps {
  readonly problem: ComposerProblem;
  /** What stands in the box. */
  readonly text: string;
  readonly onRetry: () => void;
}

export function ComposerProblemNote({ problem, text, onRetry }: ComposerProblemNoteProps) {
  const problemWords = useProblemWords();
  return (
    <div role="alert" className="mb-2">
      <Notice tone={isOfField(problem) ? 'wait' : 'bad'}>
        {problemWords(problem)}
        {problem.startsWith('storage-') && <ComposerRescue text={text} onRetry={onRetry} />}
      </Notice>
    </div>
  );
}
