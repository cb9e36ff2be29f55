/**
 * `Menu`: actions on one thing, opened at `anchor` (an element, or a point from `menuAnchorAt`). The popup is
 * loaded when first opened. `MenuButton`: an icon button with its menu.
 */
import { type ReactNode, useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { latePiece } from './late-piece.tsx';
import type { MenuPopupProps } from './menu-popup.tsx';

const MenuPopup = latePiece(() => import('./menu-popup.tsx'));

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** What Base UI can stand a popup at. */
export type MenuAnchor = Element | { getBoundingClientRect(): DOMRect };

export function menuAnchorAt(x: number, y: number): MenuAnchor {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}

export interface MenuProps extends MenuPopupProps {
  readonly open: boolean;
  readonly reopen: () => void;
}

export function Menu({ open, ...rest }: MenuProps) {
  return open ? <MenuPopup {...rest} /> : null;
}

export function MenuButton({
  label,
  icon,
  items,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly items: readonly MenuItem[];
}) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  return (
    <>
      <IconButton
        label={label}
        icon={icon}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      />
      <Menu
        open={anchor !== null}
        anchor={anchor}
        label={label}
        items={items}
        onClose={() => setAnchor(null)}
        reopen={() => setAnchor(anchor)}
      />
    </>
  );
}
