/** The heavy half of `menu.tsx`. `header` stands above the items (quick reactions, for example). */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import type { MenuAnchor, MenuItem } from './menu.tsx';

export interface MenuPopupProps {
  readonly anchor: MenuAnchor | null;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly header?: ReactNode;
  readonly onClose: () => void;
}

export default function MenuPopup({ anchor, label, items, header, onClose }: MenuPopupProps) {
  return (
    // The page's policy allows no style element that a script makes.
    <CSPProvider disableStyleElements>
      <BaseMenu.Root
        open
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
      >
        {/* Inside the main landmark: whoever walks the page by landmarks finds it. */}
        <BaseMenu.Portal container={document.querySelector<HTMLElement>('main')}>
          <BaseMenu.Positioner
            positionMethod="fixed"
            anchor={anchor}
            align="end"
            sideOffset={4}
            collisionPadding={8}
            className="z-50"
          >
            <BaseMenu.Popup
              aria-label={label}
              finalFocus={() => (anchor instanceof HTMLElement ? anchor : true)}
              className="min-w-52 animate-fade-in overflow-hidden rounded-m border border-line bg-raised py-1 text-ink shadow-raised outline-none"
            >
              {header}
              {items.map((item) => (
                <BaseMenu.Item
                  key={item.label}
                  disabled={item.disabled ?? false}
                  onClick={item.run}
                  className={classes(
                    'target flex cursor-pointer items-center gap-3 px-4 py-2 text-m outline-none select-none',
                    'data-highlighted:bg-own data-highlighted:text-own-ink data-disabled:opacity-50',
                    item.danger && 'text-bad',
                  )}
                >
                  {item.icon}
                  {item.label}
                </BaseMenu.Item>
              ))}
            </BaseMenu.Popup>
          </BaseMenu.Positioner>
        </BaseMenu.Portal>
      </BaseMenu.Root>
    </CSPProvider>
  );
}
