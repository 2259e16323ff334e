import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from './button.tsx';
import { chooseFiles } from './choose-files.ts';

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
  const choose = async (): Promise<void> => {
    const files = await chooseFiles(accept, isMultiple);
    if (files.length > 0) onPick(files);
  };
  return (
    <Button variant={variant} icon={icon} isDisabled={isDisabled} isBusy={isBusy} onClick={() => void choose()}>
      {label}
    </Button>
  );
}
