/** The toasts shown now: at most three, each gone after its time unless someone holds it (hover, focus). */

export interface ToastInput {
  readonly text: string;
  readonly tone?: 'plain' | 'bad';
  readonly action?: { readonly label: string; readonly run: () => void };
  /** How long it stays; longer when it offers an action. */
  readonly durationMs?: number;
}

export interface Toast extends ToastInput {
  readonly id: number;
}

export interface ToastList {
  show(input: ToastInput): void;
  dismiss(id: number): void;
  /** Stops the clocks while someone reads. */
  hold(): void;
  release(): void;
  subscribe(listener: () => void): () => void;
  getSnapshot(): readonly Toast[];
}

const MAX_SHOWN = 3;
const PLAIN_MS = 4_000;
/** Time to read, decide and reach the button. */
const ACTION_MS = 8_000;

export function createToastList(): ToastList {
  let toasts: readonly Toast[] = [];
  let lastId = 0;
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  const listeners = new Set<() => void>();

  const change = (next: readonly Toast[]): void => {
    toasts = next;
    for (const listener of listeners) listener();
  };
  const dismiss = (id: number): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    change(toasts.filter((toast) => toast.id !== id));
  };
  const start = ({ id, durationMs, action }: Toast): void => {
    timers.set(
      id,
      setTimeout(() => dismiss(id), durationMs ?? (action ? ACTION_MS : PLAIN_MS)),
    );
  };

  return {
    show(input) {
      const toast = { ...input, id: ++lastId };
      for (const old of toasts.slice(0, Math.max(0, toasts.length + 1 - MAX_SHOWN))) dismiss(old.id);
      change([...toasts, toast]);
      start(toast);
    },
    dismiss,
    hold() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
    release() {
      for (const toast of toasts) if (!timers.has(toast.id)) start(toast);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => toasts,
  };
}
