/** Markdown inside a paragraph becomes what is said: emphasis dropped, links by their text, no HTML. */
import type { PhrasingContent, Text } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { abridge } from './abridge.ts';
import { isPicturePath } from './cue-path.ts';
import { decodeEscapes } from './escape-text.ts';
import { endsUnspaced, joinLines, needsBlank, startsUnspaced } from './join-lines.ts';
import { MAX_MARKS } from './script-limits.ts';
import type { ScriptProblems } from './script-problems.ts';
import { trimBlanksEnd, trimBlanksStart } from './trim-blanks.ts';

export interface InlineContext {
  /** Where the source begins in the file, for messages. */
  readonly line: number;
  readonly column: number;
  readonly problems: ScriptProblems;
  /** Link definitions of the script by label in lower case, as `[label]: target` lines. */
  readonly definitions: ReadonlyMap<string, string>;
}

/** Everything that makes a paragraph more than plain words. `<#` opens a pause and never a tag; two blanks break a line. */
const HAS_MARKUP = /[\\`*_[&]|<(?!#)| {2}\n/;

/**
 * Emphasis as nearly everybody writes it: whole words, no other marks inside, blanks or punctuation around. Taken care of
 * here because the Markdown reader takes twenty times as long over a paragraph, and novels are full of it.
 */
const SIMPLE_EMPHASIS =
  /(?<=^|\s)(\*{1,2}|_{1,2})((?=[\p{L}\p{N}])[^*_`[\]<>&\\\n]*[\p{L}\p{N}.!?,…])\1(?=$|\s|[.!?,;:…])/gu;

/** The blocks of the page are found before this (scan-script.ts); here everything is one paragraph. */
const BLOCKS = [
  'blockQuote',
  'codeFenced',
  'codeIndented',
  'headingAtx',
  'htmlFlow',
  'list',
  'setextUnderline',
  'thematicBreak',
];
const PARAGRAPH_ONLY = { disable: { null: [...BLOCKS, 'definition'] } };
const PARAGRAPH_AND_DEFINITIONS = { disable: { null: BLOCKS } };

const BYTE_ORDER_MARK = '\ufeff';
const FOOTNOTE_MARK = /(?<!\\)\[\^[^\]\s]{1,100}\]/g;

/**
 * What is said of a paragraph's source, which has no blanks at its ends and lines separated by `\n`.
 * Problems (HTML, a sound in the middle of a line) are reported, and pictures and footnotes dropped.
 */
export function readInline(source: string, context: InlineContext): string {
  const plain = source.replace(SIMPLE_EMPHASIS, '$2');
  if (!HAS_MARKUP.test(plain)) return joinLines(linesOf(plain));
  const { problems } = context;
  const marks = source.match(/(?<!\\)[*_[`<&]/g)?.length ?? 0;
  if (marks > MAX_MARKS) {
    problems.report(
      context.line,
      context.column,
      `This paragraph has ${marks} Markdown marks (* _ [ \` < &); at most ${MAX_MARKS} are read. Split it, or write \\ before marks that are meant to be read.`,
    );
    return source;
  }
  const prose = source.replace(FOOTNOTE_MARK, (mark) => {
    problems.drop(context.line, `footnote mark ${mark}`);
    return '';
  });
  // The reader takes a byte order mark off the start of what it is given; here one is a character of the text.
  const needed = definitionsFor(prose, context.definitions);
  const tree = fromMarkdown(BYTE_ORDER_MARK + prose + needed, {
    extensions: [needed === '' ? PARAGRAPH_ONLY : PARAGRAPH_AND_DEFINITIONS],
  });
  const paragraph = tree.children[0];
  if (paragraph?.type !== 'paragraph') return '';
  const writer = new SpeechWriter(prose, context);
  writer.writeAll(paragraph.children);
  return writer.text;
}

/** The blanks around a line end are not part of a paragraph; those at its own ends are words here. */
function linesOf(source: string): readonly string[] {
  const lines = source.split('\n');
  return lines.map((line, index) => {
    const start = index === 0 ? line : trimBlanksStart(line);
    return index === lines.length - 1 ? start : trimBlanksEnd(start);
  });
}

/** The definitions a paragraph needs, to stand behind it: `[text][label]` is a link only where the label is known. */
function definitionsFor(source: string, definitions: ReadonlyMap<string, string>): string {
  if (definitions.size === 0 || !source.includes('[')) return '';
  const labels = Array.from(source.matchAll(/\[([^[\]]+)\]/g), (match) => (match[1] ?? '').toLowerCase());
  const lines = new Set(labels.map((label) => definitions.get(label)).filter((line) => line !== undefined));
  return lines.size === 0 ? '' : `\n\n${[...lines].join('\n')}\n`;
}

/**
 * Markdown's rule for where emphasis may end leaves the marks of `**你好。**世界` standing, because it looks for a blank
 * where Chinese and Japanese write none. Beside such signs a star is never meant to be read.
 */
function withoutStrayMarks(source: string): string {
  if (!source.includes('*')) return source;
  return source.replace(/(?<![\\*])\*{1,3}(?!\*)/g, (mark, at: number) => {
    const end = at + mark.length;
    const isBeside = endsUnspaced(source.slice(Math.max(0, at - 2), at)) || startsUnspaced(source.slice(end, end + 2));
    return isBeside ? '' : mark;
  });
}

class SpeechWriter {
  /** What was said, none of them empty. */
  readonly #words: string[] = [];
  readonly #source: string;
  readonly #context: InlineContext;
  /** A line of the source ended here and nothing was said since. */
  #isLineEnded = false;

  constructor(source: string, context: InlineContext) {
    this.#source = source;
    this.#context = context;
  }

  get text(): string {
    return this.#words.join('');
  }

  writeAll(nodes: readonly PhrasingContent[]): void {
    for (const node of nodes) this.#write(node);
  }

  #write(node: PhrasingContent): void {
    switch (node.type) {
      case 'text':
        this.#writeText(node);
        break;
      case 'inlineCode':
        this.#say(node.value);
        break;
      case 'break':
        this.#words.push('\n');
        break;
      case 'html':
        this.#report(
          node,
          `HTML is not read: ${abridge(node.value)} Remove it, or write \\< for a sign that is read aloud.`,
        );
        break;
      case 'image':
        this.#writeImage(node);
        break;
      case 'imageReference':
        this.#drop(node, 'picture');
        break;
      case 'emphasis':
      case 'strong':
      case 'delete':
      case 'link':
      case 'linkReference':
        this.writeAll(node.children);
        break;
      case 'footnoteReference':
        this.#drop(node, 'footnote mark');
        break;
    }
  }

  /** From the source and not the node's value, where a line end and an escaped line end look the same. */
  #writeText(node: Text): void {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    linesOf(this.#source.slice(start, end)).forEach((line, index) => {
      if (index > 0) this.#isLineEnded = true;
      this.#say(decodeEscapes(withoutStrayMarks(line)));
    });
  }

  #say(words: string): void {
    if (words === '') return;
    if (this.#isLineEnded && needsBlank(this.#words.at(-1) ?? '', words)) this.#words.push(' ');
    this.#words.push(words);
    this.#isLineEnded = false;
  }

  #writeImage(node: Extract<PhrasingContent, { type: 'image' }>): void {
    if (isPicturePath(node.url)) {
      this.#drop(node, `picture ${abridge(node.url)}`);
      return;
    }
    this.#report(
      node,
      `The sound ${abridge(node.url)} must stand on a line of its own: ![title](path){track=effects}. If it does, look for a missing bracket or an attribute that is not closed.`,
    );
  }

  #drop(node: PhrasingContent, what: string): void {
    this.#context.problems.drop(this.#lineOf(node), what);
    // Or there would be two blanks where it stood.
    const last = trimBlanksEnd(this.#words.pop() ?? '');
    if (last !== '') this.#words.push(last);
  }

  #lineOf(node: PhrasingContent): number {
    return this.#context.line + (node.position?.start.line ?? 1) - 1;
  }

  #report(node: PhrasingContent, message: string): void {
    const column = node.position?.start.column ?? 1;
    const isFirstLine = node.position?.start.line === 1;
    const shift = isFirstLine ? this.#context.column - 1 : 0;
    this.#context.problems.report(this.#lineOf(node), column + shift, message);
  }
}
