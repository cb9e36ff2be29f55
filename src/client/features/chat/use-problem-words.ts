/** Why what stands in the box was not taken: the catalogue's words, or the field's own where the text can be put right. */
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import type { ComposerProblem } from './composer-store.ts';

export function useProblemWords(): (problem: ComposerProblem) => string {
  const { t } = useTranslation('chat');
  const words = useErrorWords();
  return (problem) => (isOfField(problem) ? t(`problem.${problem}`) : words(`commit.${problem}`).whole);
}

export function isOfField(
  problem: ComposerProblem,
): problem is 'lone-surrogate' | 'edit-too-long' | 'edit-target-gone' {
  return problem === 'lone-surrogate' || problem === 'edit-too-long' || problem === 'edit-target-gone';
}
