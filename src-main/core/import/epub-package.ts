/** The packaging of an EPUB: what is in it, in which order, and what its chapters are called. */

import { refusal } from './decode-text.ts';
import { resolvePath } from './epub-path.ts';
import { readNavigation, readNcx, type TocEntry } from './epub-toc.ts';
import { elementsNamed, parseXml, type XmlElement } from './xml-elements.ts';
import type { ZipArchive } from './zip-archive.ts';

export interface SpineItem {
  readonly path: string;
  readonly isLinear: boolean;
  readonly isPage: boolean;
}

export interface EpubPackage {
  readonly title?: string;
  readonly author?: string;
  readonly language?: string;
  readonly description?: string;
  readonly spine: readonly SpineItem[];
  readonly toc: readonly TocEntry[];
  /** Files that the book says are its cover, its table of contents, its imprint. By path: why they are not read. */
  readonly apparatus: ReadonlyMap<string, string>;
}

/** Throws AppError `invalid-input` for a book that is locked, or whose packaging is missing or broken. */
export async function readEpubPackage(archive: ZipArchive, fileName: string): Promise<EpubPackage> {
  await refuseLocked(archive, fileName);
  const container = await readXml(archive, 'META-INF/container.xml', fileName);
  const opfPath = elementsNamed(container, 'rootfile')[0]?.attributes['full-path'];
  if (opfPath === undefined) throw refusal(fileName, 'META-INF/container.xml names no book in this file.');
  const opf = await readXml(archive, opfPath, fileName);
  const items = new Map(elementsNamed(opf, 'item').map((item) => [item.attributes.id ?? '', item]));
  const pathOf = (href: string | undefined) => (href === undefined ? undefined : resolvePath(opfPath, href).path);

  const spine = elementsNamed(opf, 'itemref').flatMap((reference): readonly SpineItem[] => {
    const item = items.get(reference.attributes.idref ?? '');
    const path = pathOf(item?.attributes.href);
    if (!item || path === undefined) return [];
    const isPage = /^(?:application\/xhtml\+xml|text\/html)$/.test(item.attributes['media-type'] ?? '');
    return [{ path, isLinear: reference.attributes.linear !== 'no', isPage }];
  });
  const { toc, landmarks, navPath } = await readToc(archive, opf, [...items.values()], pathOf, fileName);
  const apparatus = new Map<string, string>();
  if (navPath !== undefined) apparatus.set(navPath, 'the table of contents');
  const guide = elementsNamed(opf, 'reference').map((reference) => ({
    type: reference.attributes.type ?? '',
    ...resolvePath(opfPath, reference.attributes.href ?? ''),
  }));
  for (const { type, path, fragment } of [...guide, ...landmarks]) {
    const what = APPARATUS[type];
    if (what !== undefined && fragment === null) apparatus.set(path, what);
  }
  return { ...readMetadata(opf), spine, toc, apparatus };
}

/** Kinds of pages (of the guide, the landmarks and `epub:type`) that are not for listeners. */
export const APPARATUS: Readonly<Record<string, string>> = {
  cover: 'the cover',
  toc: 'the table of contents',
  landmarks: 'the landmarks',
  'page-list': 'the list of pages',
  loi: 'the list of illustrations',
  lot: 'the list of tables',
  'copyright-page': 'the copyright page',
  index: 'the index',
};

/** Obfuscated fonts are no lock; everything else in there is. */
const FONT_OBFUSCATION = /^(?:http:\/\/www\.idpf\.org\/2008\/embedding|http:\/\/ns\.adobe\.com\/pdf\/enc#RC)$/;

async function refuseLocked(archive: ZipArchive, fileName: string): Promise<void> {
  if (!archive.has('META-INF/encryption.xml')) return;
  const encryption = await readXml(archive, 'META-INF/encryption.xml', fileName);
  const methods = elementsNamed(encryption, 'EncryptionMethod').map((method) => method.attributes.Algorithm ?? '');
  if (methods.every((method) => FONT_OBFUSCATION.test(method))) return;
  throw refusal(fileName, 'This book is locked (DRM). Only books without a lock can be read.');
}

async function readXml(archive: ZipArchive, path: string, fileName: string): Promise<XmlElement> {
  const source = await archive.readText(path);
  if (source === undefined) throw refusal(fileName, `This is not a whole EPUB: it has no ${path}.`);
  try {
    return parseXml(source);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw refusal(fileName, `${path} in this file is not valid: ${error.message}`, 1, error);
  }
}

async function readToc(
  archive: ZipArchive,
  opf: XmlElement,
  items: readonly XmlElement[],
  pathOf: (href: string | undefined) => string | undefined,
  fileName: string,
): Promise<Pick<EpubPackage, 'toc'> & { readonly landmarks: readonly TocEntry[]; readonly navPath?: string }> {
  const nav = items.find((item) => /(?:^|\s)nav(?:\s|$)/.test(item.attributes.properties ?? ''));
  const navPath = pathOf(nav?.attributes.href);
  const navSource = navPath === undefined ? undefined : await archive.readText(navPath);
  if (navPath !== undefined && navSource !== undefined) {
    const { toc, landmarks } = readNavigation(navSource, navPath);
    return { toc, landmarks, navPath };
  }
  const ncxId = elementsNamed(opf, 'spine')[0]?.attributes.toc;
  const ncx = items.find(
    (item) => item.attributes.id === ncxId || item.attributes['media-type'] === 'application/x-dtbncx+xml',
  );
  const ncxPath = pathOf(ncx?.attributes.href);
  if (ncxPath === undefined || !archive.has(ncxPath)) return { toc: [], landmarks: [] };
  return { toc: readNcx(await readXml(archive, ncxPath, fileName), ncxPath), landmarks: [] };
}

function readMetadata(opf: XmlElement): Pick<EpubPackage, 'title' | 'author' | 'language' | 'description'> {
  const metadata = elementsNamed(opf, 'metadata')[0];
  const all = (name: string) =>
    (metadata ? elementsNamed(metadata, name) : [])
      .map((element) => element.text.replace(/\s+/g, ' ').trim())
      .filter((text) => text !== '');
  const title = all('title')[0]?.slice(0, 500);
  const author = all('creator').join(', ').slice(0, 500);
  const language = all('language')[0];
  // Shops put markup into descriptions.
  const description = all('description')[0]
    ?.replace(/<[^<>]*>/g, '')
    .slice(0, 20_000);
  return {
    ...(title && { title }),
    ...(author && { author }),
    ...(language && language.length >= 2 && language.length <= 35 && { language }),
    ...(description && { description }),
  };
}
