/** `fail(kind)`: says in the catalogue's words that something was not done. The one place where a toast is bad news. */
import { useCallback } from 'react';
import { useToast } from '#client/ui/toast.tsx';
import type { ErrorKind } from './error-kinds.ts';
import { useErrorWords } from './error-words.ts';

export function useFailureToast(): (kind: ErrorKind) => void {
  const toast = useToast();
  const words = useErrorWords();
  return useCallback((kind) => toast.show({ text: words(kind).brief, tone: 'bad' }), [toast, words]);
}
