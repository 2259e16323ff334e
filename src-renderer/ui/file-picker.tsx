import type { LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { Button, type ButtonProps } from './button.tsx';

export interface FilePickerProps {
  readonly label: string;
  /** `.md,.docx`, or `audio/*`. */
  readonly accept: string;
  readonly onPick: (files: readonly File[]) => void;
  readonly isMultiple?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly isBusy?: boolean | undefined;
  readonly variant?: ButtonProps['variant'];
  readonly icon?: LucideIcon | undefined;
}

/** A button that opens the system's file chooser. */
export function FilePicker({
  label,
  accept,
  onPick,
  isMultiple = false,
  isDisabled,
  isBusy,
  variant = 'plain',
  icon,
}: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant={variant}
        icon={icon}
        isDisabled={isDisabled}
        isBusy={isBusy}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden="true"
        tabIndex={-1}
        accept={accept}
        multiple={isMultiple}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same file may be chosen again.
          target.value = '';
          if (files.length > 0) onPick(files);
        }}
      />
    </>
  );
}
