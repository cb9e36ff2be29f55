/**
 * `useToast().show({ text, action })`: a word at the lower edge, said aloud, with a way to undo. `ToastViewport`
 * stands once, in the shell, around which `ToastContext` is provided.
 */
import { createContext, useContext, useSyncExternalStore } from 'react';
import { classes } from './classes.ts';
import { createToastList, type ToastList } from './toast-list.ts';

export const ToastContext = createContext<ToastList>(createToastList());

export function useToast(): Pick<ToastList, 'show' | 'dismiss'> {
  return useContext(ToastContext);
}

export function ToastViewport({ label }: { readonly label: string }) {
  const list = useContext(ToastContext);
  const toasts = useSyncExternalStore(list.subscribe, list.getSnapshot);
  return (
    <section
      aria-label={label}
      aria-live="polite"
      onPointerEnter={list.hold}
      onPointerLeave={list.release}
      onFocus={list.hold}
      onBlur={list.release}
      className="pointer-events-none fixed inset-x-0 bottom-[calc(76px+env(safe-area-inset-bottom))] z-40 flex flex-col items-center gap-2 px-4 wide:bottom-6"
    >
      {toasts.map(({ id, text, tone, action }) => (
        <div
          key={id}
          className={classes(
            'pointer-events-auto flex max-w-full animate-rise items-center gap-2 rounded-m ps-4 text-s shadow-raised',
            action ? 'pe-2' : 'pe-4',
            tone === 'bad' ? 'bg-bad-soft text-bad' : 'bg-ink text-ground',
          )}
        >
          <span className="min-w-0 py-3">{text}</span>
          {action && (
            <button
              type="button"
              className="target rounded-s px-2 font-bold underline underline-offset-2"
              onClick={() => {
                list.dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
        </div>
      ))}
    </section>
  );
}
