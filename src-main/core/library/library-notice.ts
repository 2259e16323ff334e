/** What is wrong with a library that opens all the same. Said once when it opens, by whoever opened it. */
export interface LibraryNotice {
  readonly kind: 'network-folder' | 'synchronised-folder' | 'changes-lost' | 'backup-failed';
  /** A sentence or two for a person: what is wrong and what to do. */
  readonly message: string;
}
