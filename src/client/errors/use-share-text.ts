/** The ways a text leaves the app, and what is said when it does not. */
import { useMemo } from 'react';
import { useToast } from '#client/ui/toast.tsx';
import { useFailureToast } from './use-failure-toast.ts';

export interface ShareText {
  readonly copy: (text: string, done: string) => void;
  /** Copies what the share sheet does not take. Absent where the system has no share sheet for it. */
  readonly share: ((content: ShareData, done: string) => void) | undefined;
}

/** `content`: what it is asked for, where not every share sheet takes it. */
export function useShareText(content?: ShareData): ShareText {
  const toast = useToast();
  const fail = useFailureToast();
  const canShare =
    typeof navigator.share === 'function' && (!content || (navigator.canShare?.(content) ?? true));
  return useMemo(() => {
    const copy = async (text: string, done: string): Promise<void> => {
      try {
        await navigator.clipboard.writeText(text);
        toast.show({ text: done });
      } catch {
        fail('export.copy-failed');
      }
    };
    const share = async (given: ShareData, done: string): Promise<void> => {
      try {
        await navigator.share(given);
      } catch (error) {
        // Closing the sheet is an answer; anything else leaves the text to be copied.
        if (!isClosedSheet(error)) await copy(given.url ?? given.text ?? '', done);
      }
    };
    return {
      copy: (text, done) => void copy(text, done),
      share: canShare ? (given, done) => void share(given, done) : undefined,
    };
  }, [toast, fail, canShare]);
}

export function isClosedSheet(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
