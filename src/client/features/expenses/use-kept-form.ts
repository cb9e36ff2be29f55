/**
 * What stands in the form, kept on the device at every change: a reload, a kill or a look at another screen costs nothing of
 * it. It lies beside the group's draft, so that an app lock seals it and leaving the group takes it along.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { onBeforeLeaving } from '#client/session/before-leaving.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import type { JsonObject } from '#domain/json.ts';

/** A kill between two keystrokes costs at most this much. */
const DELAY_MS = 150;

export interface KeptForm {
  /** undefined while it is read; null: there is none. */
  readonly kept: JsonObject | null | undefined;
  readonly keep: (value: JsonObject) => void;
  /** It was saved or thrown away. */
  readonly forget: () => Promise<unknown>;
}

export function useKeptForm(groupId: string, form: string): KeptForm {
  const engine = useEngine();
  const reader = useReader();
  const [kept, setKept] = useState<JsonObject | null>();
  const waiting = useRef<JsonObject | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const writer = useMemo(() => {
    const flush = async (): Promise<unknown> => {
      clearTimeout(timer.current);
      const value = waiting.current;
      waiting.current = null;
      return value && engine.saveDraft({ groupId, form, value });
    };
    return {
      flush,
      keep: (value: JsonObject): void => {
        waiting.current = value;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => void flush(), DELAY_MS);
      },
      forget: (): Promise<unknown> => {
        waiting.current = null;
        clearTimeout(timer.current);
        return engine.saveDraft({ groupId, form, value: null });
      },
    };
  }, [engine, groupId, form]);

  useEffect(() => {
    let here = true;
    reader.getDraft(groupId).then(
      (draft) => here && setKept(draft?.forms?.[form] ?? null),
      // A draft that cannot be read must not keep anybody from writing.
      () => here && setKept(null),
    );
    const flushWhenHidden = (): void => {
      if (document.visibilityState === 'hidden') void writer.flush();
    };
    const flush = (): void => void writer.flush();
    const forgetLeaving = onBeforeLeaving(writer.flush);
    document.addEventListener('visibilitychange', flushWhenHidden);
    addEventListener('pagehide', flush);
    return () => {
      here = false;
      document.removeEventListener('visibilitychange', flushWhenHidden);
      removeEventListener('pagehide', flush);
      forgetLeaving();
      flush();
    };
  }, [reader, groupId, form, writer]);

  return { kept, keep: writer.keep, forget: writer.forget };
}
