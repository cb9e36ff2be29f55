/**
 * `Sheet`: a modal from the bottom edge on a phone, in the middle on a desktop. `ConfirmSheet`: a question with
 * a way back. Built on the platform's <dialog>: focus stays inside, Esc and Android's back close it, the rest of
 * the page is inert. `onClose` is asked for; the caller sets `open`.
 */
import X from 'lucide-react/icons/x';
import { type ReactNode, useContext, useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';
import { GuardContext } from './guard.ts';
import { IconButton } from './icon-button.tsx';

export interface SheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly closeLabel: string;
  /** It opened to be looked at: no field takes the focus, and on a phone no keyboard covers it. */
  readonly isForReading?: boolean;
  readonly children: ReactNode;
}

export function Sheet({ open, ...rest }: SheetProps) {
  // Mounted anew each time it opens: what was typed in it the last time is not there.
  return open ? <OpenSheet {...rest} /> : null;
}

function OpenSheet({ onClose, title, closeLabel, isForReading = false, children }: Omit<SheetProps, 'open'>) {
  const dialog = useRef<HTMLDialogElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const Guard = useContext(GuardContext);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    // Where there is something to fill in, that is what it opened for; else the dialog reads itself out.
    const field = content.current?.querySelector<HTMLElement>('input, textarea, select');
    ((!isForReading && field) || element)?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [isForReading]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={onClose}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      tabIndex={-1}
      className="m-0 mt-auto max-h-[90dvh] w-full max-w-full animate-rise overflow-hidden outline-none rounded-t-l bg-raised text-ink shadow-raised wide:m-auto wide:max-w-md wide:rounded-l"
    >
      <div className="flex max-h-[90dvh] flex-col">
        <div className="flex items-center gap-2 ps-4 pe-2 pt-2">
          <h2 id={titleId} className="min-w-0 flex-1 text-l font-bold">
            {title}
          </h2>
          <IconButton label={closeLabel} icon={<X aria-hidden="true" size={22} />} onClick={onClose} />
        </div>
        <div ref={content} className="overflow-y-auto px-4 pt-2 pb-[max(16px,env(safe-area-inset-bottom))]">
          <Guard onClose={onClose}>{children}</Guard>
        </div>
      </div>
    </dialog>
  );
}

export interface ConfirmSheetProps extends Omit<SheetProps, 'children'> {
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
}

export function ConfirmSheet({
  children,
  confirmLabel,
  cancelLabel,
  danger = false,
  onConfirm,
  ...sheet
}: ConfirmSheetProps) {
  return (
    <Sheet {...sheet}>
      <div className="text-pretty">{children}</div>
      <div className="mt-4 flex flex-col gap-2">
        <Button wide variant={danger ? 'danger' : 'primary'} onClick={onConfirm}>
          {confirmLabel}
        </Button>
        <Button wide variant="quiet" onClick={sheet.onClose}>
          {cancelLabel}
        </Button>
      </div>
    </Sheet>
  );
}
