import { describe, expect, test } from 'vitest';
import { importRefusal, importSpeech } from '../../helpers/imported-speech.ts';
import { zipOf } from '../../helpers/zip-of.ts';

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const paragraph = (text: string, style?: string) =>
  `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ''}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

/** As a word processor writes one, with the parts that matter. */
function docx(body: string, more: Readonly<Record<string, string>> = {}): Promise<Uint8Array> {
  const style = (id: string, name: string) =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`;
  return zipOf({
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${RELATIONS}/styles" Target="styles.xml"/><Relationship Id="r2" Type="${RELATIONS}/footnotes" Target="footnotes.xml"/></Relationships>`,
    'word/styles.xml': `<w:styles xmlns:w="${WORD}">${style('T', 'Title')}${style('berschrift1', 'heading 1')}${style('H2', 'heading 2')}</w:styles>`,
    'word/footnotes.xml': `<w:footnotes xmlns:w="${WORD}"><w:footnote w:id="2">${paragraph('Not spoken.')}</w:footnote></w:footnotes>`,
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="${WORD}" xmlns:r="${RELATIONS}"><w:body>${body}</w:body></w:document>`,
    ...more,
  });
}

describe('DOCX', () => {
  test('[IMP20] headings become spoken chapters, paragraphs narration, the title the title', async () => {
    const bytes = await docx(
      paragraph('The Night Ferry', 'T') +
        paragraph('The quay', 'berschrift1') +
        '<w:p/>' +
        '<w:p><w:r><w:t>The last ferry </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>left</w:t></w:r><w:r><w:t> at nine.</w:t><w:br/><w:t>Late.</w:t></w:r></w:p>' +
        paragraph('Part', 'H2') +
        paragraph('Chapter 2: The sea') +
        paragraph('* * *') +
        paragraph('MARA (low): You said 1 &lt; 2. &lt;#0.8#&gt; Wait.') +
        paragraph('Tom: One.') +
        paragraph('Tom: Two.') +
        paragraph('Note: once.'),
    );
    const { speech, settings, parsed } = await importSpeech(bytes, 'ferry.docx');
    expect(settings).toMatchObject({ title: 'The Night Ferry', kind: 'audiobook' });
    expect(speech).toEqual([
      '# The quay',
      '-: The last ferry left at nine.\nLate.',
      '## Part',
      '# Chapter 2: The sea',
      '[pause]',
      'MARA (low): You said 1 < 2. <#0.8#> Wait.',
      'Tom: One.',
      'Tom: Two.',
      '-: Note: once.',
    ]);
    const headings = [...parsed.document.records.values()].filter((record) => record.type === 'heading');
    expect(headings.every((heading) => heading.type === 'heading' && heading.isSpoken)).toBe(true);
  });

  test('[IMP21] tables, pictures, footnotes, comments and deleted text are dropped with the number of their paragraph', async () => {
    const bytes = await docx(
      paragraph('One.') +
        `<w:tbl><w:tr><w:tc>${paragraph('cell')}</w:tc></w:tr></w:tbl>` +
        '<w:p><w:r><w:t>Two</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r><w:del w:id="9"><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>',
      { 'word/comments.xml': '<x/>', 'word/header1.xml': '<x/>' },
    );
    const { speech, dropped } = await importSpeech(bytes, 'x.docx');
    expect(speech).toEqual(['-: One.', '-: Two.']);
    expect(dropped).toEqual([
      '1: comments',
      '1: headers and footers of pages',
      '1: text that tracked changes delete',
      '2: a table',
      expect.stringMatching(/^\d+: a footnote$/),
    ]);
  });

  test('[IMP22] a problem is told with the number of its paragraph', async () => {
    const error = await importRefusal(
      await docx(`${paragraph('One.')}<w:p/>${paragraph('Two &lt;#100#&gt;.')}`),
      'x.docx',
    );
    expect(error.message).toMatch(/^x\.docx:3: <#100#> is not a pause/);
  });

  test.each([
    ['<w:p><w:r>', 'cannot be read'],
    ['', 'nothing to speak'],
  ])('[IMP22] broken or empty: %j', async (body, message) => {
    expect((await importRefusal(await docx(body), 'x.docx')).message).toContain(message);
  });

  test('[IMP23] a document type is refused: its entities could unfold without end', async () => {
    const bytes = await docx('', {
      'word/document.xml': `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="${WORD}"><w:body>${paragraph('&b;')}</w:body></w:document>`,
    });
    expect((await importRefusal(bytes, 'x.docx')).message).toContain('declares a document type');
  });

  test('[IMP23] a part that unpacks without end is refused', async () => {
    const bytes = await docx('', { 'word/document.xml': 'x'.repeat(40 * 1024 * 1024) });
    expect(bytes.length).toBeLessThan(1024 * 1024);
    expect((await importRefusal(bytes, 'x.docx')).message).toContain(
      '"word/document.xml" unpacks to more than is read',
    );
  });
});
