import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import styles from './drop-zone.module.css';
import { filesIn } from './files-in.ts';

export interface DropZoneProps {
  /** Shown while files are held over it: 'Drop to import as a new episode'. */
  readonly label: string;
  /** Also those in folders. */
  readonly onDrop: (files: readonly File[]) => void;
  readonly children: ReactNode;
  readonly isDisabled?: boolean | undefined;
}

/** Whether files from outside are being dragged, as opposed to something of the page. */
export function hasFiles(event: DragEvent | globalThis.DragEvent): boolean {
  return [...(event.dataTransfer?.types ?? [])].includes('Files');
}

/** An area that takes files dropped on it. Nothing in it moves while they are held over it. */
export function DropZone({ label, onDrop, children, isDisabled = false }: DropZoneProps) {
  const [isOver, setIsOver] = useState(false);
  // Moving onto a child is a leave and an enter.
  const depth = useRef(0);
  const isMeant = (event: DragEvent): boolean => !isDisabled && hasFiles(event);
  const leave = (): void => {
    depth.current = 0;
    setIsOver(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is done by keyboard with a FilePicker
    <div
      className={styles.zone}
      onDragEnter={(event) => {
        if (!isMeant(event)) return;
        depth.current++;
        setIsOver(true);
      }}
      onDragOver={(event) => {
        if (!isMeant(event) || !event.dataTransfer) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDragLeave={(event) => {
        if (isMeant(event) && --depth.current <= 0) leave();
      }}
      onDrop={(event) => {
        leave();
        // What is inside may have taken it already: a track, for audio.
        if (!isMeant(event) || event.defaultPrevented) return;
        event.preventDefault();
        void filesIn(event.dataTransfer).then((files) => files.length > 0 && onDrop(files));
      }}
    >
      {children}
      {isOver && (
        <div className={styles.veil}>
          <p className={styles.label}>{label}</p>
        </div>
      )}
    </div>
  );
}
