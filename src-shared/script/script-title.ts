/** The title of a script that has none: its file's name without folders and ending. */
export function titleOf(fileName: string): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? '';
  return name.replace(/\.[^.]*$/, '') || 'Untitled';
}
