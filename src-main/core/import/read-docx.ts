/** Word documents: headings become chapters, paragraphs narration. Lines are counted in paragraphs. */
import { ZipFile } from 'yazl';
import { CastNames, readLabel } from '#shared/script/read-label.ts';
import { isChapterTitle } from './chapter-title.ts';
import { refusal } from './decode-text.ts';
import { type HtmlBlock, readHtmlBlocks } from './html-blocks.ts';
import type { ManuscriptBuilder } from './manuscript-builder.ts';
import { findRecurringNames } from './recurring-names.ts';
import { isSceneBreak } from './scene-break.ts';
import type { ZipArchive } from './zip-archive.ts';

/** What holds text and says what it is. Pictures, fonts, macros and links to the outside are not even unpacked. */
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:document|styles|numbering|footnotes|endnotes)\.xml|word\/_rels\/[^/]+\.rels)$/;

const STYLES = ["p[style-name='Title'] => p.title:fresh", "p[style-name='Subtitle'] => p.subtitle:fresh"];

export async function readDocx(archive: ZipArchive, fileName: string, builder: ManuscriptBuilder): Promise<void> {
  reportParts(archive, builder);
  const buffer = await repack(archive, fileName, builder);
  const { default: mammoth } = await import('mammoth');
  let html: string;
  try {
    const result = await mammoth.convertToHtml(
      { buffer },
      {
        styleMap: STYLES,
        // Empty paragraphs stay, so that paragraphs can be counted as Word counts them.
        ignoreEmptyParagraphs: false,
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
      },
    );
    html = result.value;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw refusal(
      fileName,
      'This document cannot be read. Open it in a word processor and save it as DOCX again.',
      1,
      error,
    );
  }
  builder.settings.kind = 'audiobook';
  addBlocks(readHtmlBlocks(numberParagraphs(html), { skip: skipReason }), builder);
}

/** mammoth writes everything on one line; with each block on its own, a block's line is its number. */
function numberParagraphs(html: string): string {
  return html.replace(/<\/(?:p|h[1-6])>|<\/li>(?!<\/)|(?<=<table>)/g, '$&\n');
}

function skipReason(element: { readonly name: string; attribute(name: string): string | undefined }): string | null {
  const id = element.attribute('id') ?? '';
  if (element.name === 'li' && /^(?:foot|end)note-/.test(id)) return 'a footnote';
  // The raised number in the text that points at it.
  if (element.name === 'a' && /^(?:foot|end)note-ref-/.test(id)) return '';
  return null;
}

/** Only the parts that are needed, each within the limits of the archive: what the converter unpacks can be no bomb. */
async function repack(archive: ZipArchive, fileName: string, builder: ManuscriptBuilder): Promise<Buffer> {
  const zip = new ZipFile();
  for (const name of archive.names.filter((part) => PARTS.test(part))) {
    const bytes = (await archive.read(name)) as Buffer;
    // No word processor writes one, and entities declared there could unfold without end.
    if (bytes.includes('<!DOCTYPE'))
      throw refusal(fileName, `"${name}" in this file declares a document type and is not read.`);
    if (name === 'word/document.xml' && bytes.includes('<w:del ')) builder.drop(1, 'text that tracked changes delete');
    zip.addBuffer(bytes, name, { compress: false });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function reportParts(archive: ZipArchive, builder: ManuscriptBuilder): void {
  if (archive.has('word/comments.xml')) builder.drop(1, 'comments');
  if (archive.names.some((name) => /^word\/(?:header|footer)\d*\.xml$/.test(name)))
    builder.drop(1, 'headers and footers of pages');
}

function addBlocks(blocks: readonly HtmlBlock[], builder: ManuscriptBuilder): void {
  const cast = new CastNames();
  const texts = blocks.flatMap((block) => (block.kind === 'paragraph' ? block.text.split('\n') : []));
  for (const name of findRecurringNames(texts)) cast.add(name);
  for (const block of blocks) addBlock(block, cast, builder);
}

function addBlock(block: HtmlBlock, cast: CastNames, builder: ManuscriptBuilder): void {
  const { line } = block;
  if (block.kind === 'heading') builder.addHeading(line, block.level, block.text, true);
  else if (block.kind === 'break') builder.addSceneBreak(line);
  else if (block.kind === 'dropped') builder.drop(line, block.what);
  else if (block.kind === 'paragraph') addParagraph(block, cast, builder);
}

function addParagraph(
  block: Extract<HtmlBlock, { kind: 'paragraph' }>,
  cast: CastNames,
  builder: ManuscriptBuilder,
): void {
  const { line, text, className } = block;
  if (className === 'title' && builder.settings.title === undefined) {
    builder.settings.title = text.replaceAll('\n', ' ').slice(0, 500);
    builder.drop(line, `the title "${builder.settings.title}" as a line: it is the episode's title now`);
    return;
  }
  if (isSceneBreak(text)) {
    builder.addSceneBreak(line);
    return;
  }
  if (isChapterTitle(text)) {
    builder.addHeading(line, 1, text, true);
    return;
  }
  const label = readLabel(text, cast);
  if (label?.isNew) cast.add(label.name);
  if (!label) builder.addParagraph({ line, text });
  else {
    const direction = label.direction ? { direction: label.direction } : {};
    builder.addParagraph({ line, speaker: label.name, text: label.rest, ...direction });
  }
}
