/** The files of a drop, with those in folders and the folders in them. Hidden files are left out. */
export async function filesIn(transfer: DataTransfer): Promise<readonly File[]> {
  // Read at once: the drop says nothing any more after the first wait.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry());
  const files = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return files;
  const found: File[] = [];
  for (const entry of entries) if (entry) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (entry.name.startsWith('.')) return;
  if (entry.isFile) {
    found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // It answers a hundred at a time, and nothing when there are no more.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    for (const child of batch.sort((a, b) => (a.name < b.name ? -1 : 1))) await collect(child, found);
  }
}
