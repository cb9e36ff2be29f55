import { type RefObject, useLayoutEffect } from 'react';

const GROWS_BY_ITSELF = globalThis.CSS?.supports?.('field-sizing', 'content') ?? false;

/** Fits a textarea to its text where the browser does not (Safari and Firefox before `field-sizing`). */
export function useAutoGrow(textarea: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    const element = textarea.current;
    if (GROWS_BY_ITSELF || !element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [textarea, text]);
}
