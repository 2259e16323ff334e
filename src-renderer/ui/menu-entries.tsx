import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight, type LucideIcon } from 'lucide-react';
import { Keys } from './keys.tsx';
import popup from './popup.module.css';

/** What a menu offers; the same in a menu of a button and in one of the right mouse button. */
export type MenuEntry =
  | {
      readonly kind?: 'item';
      readonly label: string;
      readonly onSelect: () => void;
      readonly icon?: LucideIcon | undefined;
      readonly isDisabled?: boolean | undefined;
      readonly isDanger?: boolean | undefined;
      /** `Mod+K`. */
      readonly keys?: string | undefined;
    }
  | {
      readonly kind: 'check';
      readonly label: string;
      readonly isChecked: boolean;
      readonly onSelect: () => void;
      readonly isDisabled?: boolean | undefined;
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly MenuEntry[] }
  | { readonly kind: 'separator' };

export function MenuEntries({ entries }: { readonly entries: readonly MenuEntry[] }) {
  return entries.map((entry, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: separators have nothing else, and a menu does not change while open
    <Entry key={index} entry={entry} />
  ));
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === 'separator') return <Base.Separator className={popup.separator} />;
  if (entry.kind === 'submenu') {
    return (
      <Base.SubmenuRoot>
        <Base.SubmenuTrigger className={popup.item}>
          <span className={popup.itemText}>{entry.label}</span>
          <ChevronRight size={14} aria-hidden="true" />
        </Base.SubmenuTrigger>
        <Base.Portal>
          <Base.Positioner className={popup.place}>
            <Base.Popup className={popup.popup}>
              <MenuEntries entries={entry.entries} />
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.SubmenuRoot>
    );
  }
  if (entry.kind === 'check') {
    return (
      <Base.CheckboxItem
        className={popup.item}
        checked={entry.isChecked}
        disabled={entry.isDisabled ?? false}
        closeOnClick
        onCheckedChange={() => entry.onSelect()}
      >
        <span className={popup.check}>
          <Base.CheckboxItemIndicator>
            <Check size={14} aria-hidden="true" />
          </Base.CheckboxItemIndicator>
        </span>
        <span className={popup.itemText}>{entry.label}</span>
      </Base.CheckboxItem>
    );
  }
  const { icon: Icon, label, keys, isDisabled = false, isDanger = false, onSelect } = entry;
  return (
    <Base.Item
      className={isDanger ? `${popup.item} ${popup.danger}` : popup.item}
      disabled={isDisabled}
      onClick={onSelect}
    >
      {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden="true" />}
      <span className={popup.itemText}>{label}</span>
      {keys !== undefined && <Keys keys={keys} />}
    </Base.Item>
  );
}
