import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement } from 'react';
import { MenuEntries, type MenuEntry } from './menu-entries.tsx';
import popup from './popup.module.css';

export interface ContextMenuProps {
  /** What has the menu: right mouse button, long press, or the keyboard's menu key. */
  readonly children: ReactElement;
  readonly entries: readonly MenuEntry[];
  /** Called before it opens, to select what was pressed. */
  readonly onOpen?: (() => void) | undefined;
}

export function ContextMenu({ children, entries, onOpen }: ContextMenuProps) {
  return (
    <Base.Root onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className={popup.place}>
          <Base.Popup className={popup.popup}>
            <MenuEntries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
