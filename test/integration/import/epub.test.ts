import { describe, expect, test } from 'vitest';
import { importManuscript } from '#core/import/import-manuscript.ts';
import { Cancelled } from '#shared/errors.ts';
import { importRefusal, importSpeech } from '../../helpers/imported-speech.ts';
import { zipOf } from '../../helpers/zip-of.ts';

const page = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">\n<head><title/></head>\n${body}\n</html>`;

interface BookSource {
  /** Bodies by file name, in reading order; a name that ends in ? stands beside it. */
  readonly pages: Readonly<Record<string, string>>;
  readonly nav?: string;
  readonly metadata?: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly opf?: string;
}

function epub({ pages, nav, metadata = '', more = {}, opf }: BookSource): Promise<Uint8Array> {
  const names = Object.keys(pages).map((name) => name.replace('?', ''));
  const items = names.map(
    (name, index) =>
      `<item id="p${index}" href="text/${encodeURIComponent(name)}" media-type="application/xhtml+xml"/>`,
  );
  const spine = Object.keys(pages).map(
    (name, index) => `<itemref idref="p${index}"${name.endsWith('?') ? ' linear="no"' : ''}/>`,
  );
  const navItem =
    nav === undefined ? '' : '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>';
  return zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    'OEBPS/book.opf':
      opf ??
      `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0"><metadata>${metadata}</metadata><manifest>${navItem}${items.join('')}</manifest><spine>${nav === undefined ? '' : '<itemref idref="nav"/>'}${spine.join('')}</spine></package>`,
    ...(nav !== undefined && { 'OEBPS/nav.xhtml': page(`<body>${nav}</body>`) }),
    ...Object.fromEntries(names.map((name, index) => [`OEBPS/text/${name}`, page(Object.values(pages)[index] ?? '')])),
    ...more,
  });
}

describe('EPUB', () => {
  test('[IMP25] the spine in its order, with titles from the table of contents and what the book says of itself', async () => {
    const bytes = await epub({
      metadata:
        '<dc:title>The Night Ferry</dc:title><dc:creator>A. Writer</dc:creator><dc:creator>B. Writer</dc:creator><dc:language>en-GB</dc:language><dc:description>&lt;p&gt;A play.&lt;/p&gt;</dc:description>',
      nav: `<nav epub:type="landmarks"><ol><li><a epub:type="copyright-page" href="text/rights.xhtml">Rights</a></li></ol></nav>
        <nav epub:type="toc"><h1>Contents</h1><ol><li><a href="text/b%20two.xhtml">Part One</a><ol>
        <li><a href="text/b%20two.xhtml#c1">Chapter 1: The
        quay</a></li></ol></li><li><a href="text/a.xhtml">Chapter 2</a></li></ol></nav>`,
      pages: {
        'b two.xhtml':
          '<body><h1>PART ONE</h1><section id="c1"><h2>The quay</h2><p>The last ferry<br/>left <em>at</em>\n   nine.&#160;</p><hr/><p>Late.</p><h3>Own</h3><p>Own text.</p></section></body>',
        'rights.xhtml': '<body><p>All rights reserved.</p></body>',
        'extra.xhtml?': '<body><p>Beside.</p></body>',
        'a.xhtml':
          '<body><p>* * *</p><h1>Chapter 2: The sea</h1><blockquote><p>She <q>ran</q>.</p></blockquote><ul><li>One</li><li>Two</li></ul></body>',
      },
    });
    const { speech, settings, dropped } = await importSpeech(bytes, 'ferry.epub');
    expect(settings).toMatchObject({
      title: 'The Night Ferry',
      author: 'A. Writer, B. Writer',
      language: 'en-GB',
      description: 'A play.',
      kind: 'audiobook',
    });
    expect(speech).toEqual([
      '# Part One',
      '## Chapter 1: The quay',
      '-: The last ferry\nleft at nine.',
      '[pause]',
      '-: Late.',
      '### Own',
      '-: Own text.',
      '# Chapter 2',
      '[pause]',
      '# Chapter 2: The sea',
      '-: She “ran”.',
      '-: One',
      '-: Two',
    ]);
    expect(dropped).toEqual([
      '1: the table of contents in OEBPS/nav.xhtml',
      '1: the copyright page in OEBPS/text/rights.xhtml',
      '1: a page beside the reading order in OEBPS/text/extra.xhtml',
    ]);
  });

  test('[IMP26] without a table of contents the pages name their chapters', async () => {
    const bytes = await epub({
      pages: { 'a.xhtml': '<body><h2>One</h2><p>Text.</p></body>', 'b.xhtml': '<body><p>More.</p></body>' },
    });
    expect((await importSpeech(bytes, 'x.epub')).speech).toEqual(['## One', '-: Text.', '-: More.']);
  });

  test('[IMP26] a title of the page that says more than the table of contents is kept', async () => {
    const bytes = await epub({
      nav: '<nav epub:type="toc"><ol><li><a href="text/a.xhtml">Chapter 1</a></li></ol></nav>',
      pages: { 'a.xhtml': '<body><h1>Chapter 1: The quay</h1><p>Text.</p></body>' },
    });
    expect((await importSpeech(bytes, 'x.epub')).speech).toEqual(['# Chapter 1: The quay', '-: Text.']);
  });

  test('[IMP26] a title that stands again below another is said once, and a chapter without text is none', async () => {
    const bytes = await epub({
      nav: '<nav epub:type="toc"><ol><li><a href="text/a.xhtml">Cover</a></li><li><a href="text/b.xhtml">The quay</a></li></ol></nav>',
      pages: {
        'a.xhtml': '<body><img src="c.png"/></body>',
        'b.xhtml': '<body><h4>Chapter one</h4><h2>The Quay</h2><p>One.<br/><br/>Two.</p></body>',
      },
    });
    const { speech, dropped } = await importSpeech(bytes, 'x.epub');
    expect(speech).toEqual(['# The quay', '#### Chapter one', '-: One.', '-: Two.']);
    expect(dropped.at(-1)).toBe('5: the chapter "Cover", which has no text in OEBPS/text/a.xhtml');
  });

  test('[IMP26] toc.ncx and guide of EPUB 2', async () => {
    const bytes = await epub({
      pages: { 'c.xhtml': '<body><p>Cover</p></body>', 'a.xhtml': '<body><p>Text.</p></body>' },
      opf: `<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata/><manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="c" href="text/c.xhtml" media-type="application/xhtml+xml"/><item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/></manifest><spine toc="ncx"><itemref idref="c"/><itemref idref="a"/></spine><guide><reference type="cover" href="text/c.xhtml"/></guide></package>`,
      more: {
        'OEBPS/toc.ncx':
          '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>First</text></navLabel><content src="text/a.xhtml"/></navPoint></navMap></ncx>',
      },
    });
    const { speech, dropped } = await importSpeech(bytes, 'x.epub');
    expect(speech).toEqual(['# First', '-: Text.']);
    expect(dropped).toEqual(['1: the cover in OEBPS/text/c.xhtml']);
  });

  test('[IMP27] covers, contents, notes, tables and pictures are dropped with page and line', async () => {
    const bytes = await epub({
      pages: {
        'a.xhtml': `<body>
<section epub:type="cover"><img src="c.png" alt=""/></section>
<p>One<a epub:type="noteref" href="#n">1</a>.<span epub:type="pagebreak">12</span> <img src="x.png"/></p>
<table><tr><td>1</td></tr></table>
<aside epub:type="footnote" id="n"><p>Note.</p></aside>
<aside role="doc-footnote"><p>Note.</p></aside>
<p hidden="">Hidden</p>
<ruby>漢<rp>(</rp><rt>kan</rt></ruby>
<svg><text>x</text></svg><script>var x;</script>
</body>`,
      },
    });
    const { speech, dropped } = await importSpeech(bytes, 'x.epub');
    expect(speech).toEqual(['-: One.', '-: 漢']);
    expect(dropped).toEqual([
      '6: the cover in OEBPS/text/a.xhtml',
      '7: a picture in OEBPS/text/a.xhtml',
      '8: a table in OEBPS/text/a.xhtml',
      '9: a footnote in OEBPS/text/a.xhtml',
      '10: a footnote in OEBPS/text/a.xhtml',
      '11: hidden text in OEBPS/text/a.xhtml',
      '13: a drawing in OEBPS/text/a.xhtml',
    ]);
  });

  test('[IMP27] a problem is told with page and line', async () => {
    const bytes = await epub({ pages: { 'a.xhtml': '<body>\n<p>One &lt;#100#&gt;.</p></body>' } });
    expect((await importRefusal(bytes, 'x.epub')).message).toMatch(
      /^x\.epub:6: In OEBPS\/text\/a\.xhtml: <#100#> is not a pause/,
    );
  });

  test.each([
    [
      {
        'META-INF/encryption.xml':
          '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData></encryption>',
      },
      'locked (DRM)',
    ],
    [{ 'META-INF/container.xml': '<container/>' }, 'names no book'],
    [{ 'META-INF/container.xml': '<container><rootfiles>' }, 'is not valid'],
    [{ 'OEBPS/book.opf': '<a>&b;</a>' }, 'OEBPS/book.opf in this file is not valid'],
    [{ 'OEBPS/book.opf': '<a>'.repeat(1000) }, 'nested too deep'],
    [
      {
        'OEBPS/book.opf':
          '<package><manifest><item id="a" href="gone.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
      },
      'lists this page, but it is not in the file',
    ],
    [{ 'OEBPS/text/a.xhtml': 'x'.repeat(33 * 1024 * 1024) }, 'unpacks to more than is read'],
  ])('[IMP28] %o', async (more, message) => {
    const bytes = await epub({ pages: { 'a.xhtml': '<body><p>One.</p></body>' }, more });
    const error = await importRefusal(bytes, 'x.epub');
    expect(error.code).toBe('invalid-input');
    expect(error.message).toContain(message);
  });

  test('[IMP28] obfuscated fonts are no lock', async () => {
    const bytes = await epub({
      pages: { 'a.xhtml': '<body><p>One.</p></body>' },
      more: {
        'META-INF/encryption.xml':
          '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></EncryptedData></encryption>',
      },
    });
    expect((await importSpeech(bytes, 'x.epub')).speech).toEqual(['-: One.']);
  });

  test('[IMP28] pages nested deeper than any book are read without falling over', async () => {
    const bytes = await epub({
      nav: `<nav epub:type="toc">${'<ol><li>'.repeat(20_000)}<a href="text/a.xhtml">x</a></nav>`,
      pages: { 'a.xhtml': `<body><p>One.</p>${'<div>'.repeat(20_000)}deep</body>` },
    });
    expect((await importSpeech(bytes, 'x.epub')).dropped.at(-1)).toContain('nested too deep');
  });

  test('[IMP29] archives with too many entries, one twice or a name that leads out are refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`f${index}`, '']));
    expect((await importRefusal(await zipOf(many), 'x.epub')).message).toContain('at most 10000');
    const twice = Buffer.from(await zipOf({ 'aaaa.xml': '1', 'bbbb.xml': '2' }));
    for (let at = twice.indexOf('bbbb.xml'); at >= 0; at = twice.indexOf('bbbb.xml', at)) twice.write('aaaa.xml', at);
    expect((await importRefusal(twice, 'x.epub')).message).toContain('"aaaa.xml" twice');
    const outside = Buffer.from(await zipOf({ 'aa/aa.xml': '1' }));
    for (let at = outside.indexOf('aa/aa.xml'); at >= 0; at = outside.indexOf('aa/aa.xml', at))
      outside.write('../aa.xml', at);
    expect((await importRefusal(outside, 'x.epub')).message).toContain('damaged or not what its name says');
    const cut = (await epub({ pages: { 'a.xhtml': '<p>One.</p>' } })).slice(0, 500);
    expect((await importRefusal(cut, 'x.epub')).message).toContain('damaged');
    expect((await importRefusal(await zipOf({ 'content.xml': '' }), 'x.odt')).message).toContain(
      'neither DOCX nor EPUB',
    );
  });

  test('[IMP29] an import can be cancelled', async () => {
    const bytes = await epub({ pages: { 'a.xhtml': '<p>One.</p>' } });
    const promise = importManuscript(bytes, { fileName: 'x.epub', newId: () => 'x', signal: AbortSignal.abort() });
    await expect(promise).rejects.toBeInstanceOf(Cancelled);
  });
});
