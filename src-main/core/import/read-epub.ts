/** Books in EPUB 3 (and 2): the spine in order, chapters named by the table of contents, paragraphs as narration. */
import { throwIfCancelled } from '#shared/errors.ts';
import { APPARATUS, readEpubPackage } from './epub-package.ts';
import type { TocEntry } from './epub-toc.ts';
import { type HtmlBlock, type HtmlElement, readHtmlBlocks } from './html-blocks.ts';
import type { ManuscriptBuilder } from './manuscript-builder.ts';
import { isSceneBreak } from './scene-break.ts';
import type { ZipArchive } from './zip-archive.ts';

export async function readEpub(
  archive: ZipArchive,
  fileName: string,
  builder: ManuscriptBuilder,
  signal?: AbortSignal,
): Promise<void> {
  const book = await readEpubPackage(archive, fileName);
  const { title, author, language, description } = book;
  Object.assign(builder.settings, { kind: 'audiobook' }, title && { title }, author && { author });
  Object.assign(builder.settings, language && { language }, description && { description });
  for (const { path, isLinear, isPage } of book.spine) {
    throwIfCancelled(signal);
    builder.part = path;
    const reason =
      book.apparatus.get(path) ??
      (isLinear ? (isPage ? null : 'a page that is not text') : 'a page beside the reading order');
    if (reason !== null) {
      builder.drop(1, reason);
      continue;
    }
    const source = await archive.readText(path);
    if (source === undefined) {
      builder.report(1, 'the book lists this page, but it is not in the file.');
      continue;
    }
    const entries = book.toc.filter((entry) => entry.path === path);
    new PageReader(entries, builder).read(readHtmlBlocks(source, { skip: skipReason }));
  }
  builder.part = null;
}

const NOTES = /^(?:footnotes?|endnotes?|rearnotes?|note)$/;

/** By `epub:type` and by the roles that mean the same. */
function skipReason(element: HtmlElement): string | null {
  const types = (element.attribute('epub:type') ?? '').split(/\s+/);
  const roles = (element.attribute('role') ?? '').split(/\s+/).map((role) => role.replace(/^doc-/, ''));
  for (const type of [...types, ...roles]) {
    const apparatus = type === '' ? undefined : APPARATUS[type];
    if (apparatus !== undefined) return apparatus;
    if (NOTES.test(type)) return 'a footnote';
    if (type === 'noteref' || type === 'pagebreak') return '';
  }
  return null;
}

/** One page: headings of the table of contents at their places, and the page's own where those do not say them. */
class PageReader {
  readonly #entries: readonly TocEntry[];
  readonly #builder: ManuscriptBuilder;
  /** Reached, and not yet written: the page's own heading may follow. */
  #pending: TocEntry[];
  /** Written since the last paragraph: the page may say the title again below. */
  #written: TocEntry[] = [];
  #hasText = false;

  constructor(entries: readonly TocEntry[], builder: ManuscriptBuilder) {
    this.#entries = entries;
    this.#builder = builder;
    this.#pending = entries.filter((entry) => entry.fragment === null);
  }

  read(blocks: readonly HtmlBlock[]): void {
    for (const block of blocks) this.#readBlock(block);
    const line = blocks.at(-1)?.line ?? 1;
    if (this.#hasText) this.#writePending(line);
    else for (const { title } of this.#pending) this.#builder.drop(line, `the chapter "${title}", which has no text`);
  }

  #readBlock(block: HtmlBlock): void {
    const { line } = block;
    switch (block.kind) {
      case 'id':
        this.#pending.push(...this.#entries.filter((entry) => entry.fragment === block.id));
        break;
      case 'heading':
        this.#readHeading(block);
        break;
      case 'dropped':
        this.#builder.drop(line, block.what);
        break;
      case 'break':
        this.#writePending(line);
        this.#builder.addSceneBreak(line);
        break;
      case 'paragraph':
        this.#writePending(line);
        this.#written = [];
        this.#hasText = true;
        if (isSceneBreak(block.text)) this.#builder.addSceneBreak(line);
        else this.#builder.addParagraph({ line, text: block.text });
        break;
    }
  }

  /** The fuller of the two titles is kept, and both where neither has the other in it. */
  #readHeading(block: Extract<HtmlBlock, { kind: 'heading' }>): void {
    const own = fold(block.text);
    this.#hasText = true;
    if (this.#written.some((entry) => fold(entry.title).includes(own))) return;
    const same = this.#pending.findIndex((entry) => fold(entry.title).includes(own) || own.includes(fold(entry.title)));
    const entry = this.#pending[same];
    if (!entry) {
      this.#writePending(block.line);
      this.#builder.addHeading(block.line, block.level, block.text, true);
      return;
    }
    if (fold(entry.title).length >= own.length) return;
    this.#pending[same] = { ...entry, title: block.text };
  }

  #writePending(line: number): void {
    for (const { level, title } of this.#pending) this.#builder.addHeading(line, level, title, true);
    this.#written.push(...this.#pending);
    this.#pending = [];
  }
}

function fold(title: string): string {
  return title.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
