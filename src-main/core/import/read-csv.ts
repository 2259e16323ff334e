/** A table of lines: `speaker,text[,direction]`, with or without a row of names. */
import { CsvError, parse } from 'csv-parse/sync';
import type { ManuscriptBuilder } from './manuscript-builder.ts';

type Column = 'speaker' | 'text' | 'direction';

const COLUMN_NAMES: Readonly<Record<string, Column>> = {
  speaker: 'speaker',
  character: 'speaker',
  name: 'speaker',
  role: 'speaker',
  角色: 'speaker',
  text: 'text',
  line: 'text',
  dialogue: 'text',
  台词: 'text',
  文本: 'text',
  direction: 'direction',
  style: 'direction',
  emotion: 'direction',
  提示: 'direction',
};

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

export function readCsv(text: string, builder: ManuscriptBuilder): void {
  const rows = parseRows(text, builder);
  const [first, ...others] = rows;
  if (!first) return;
  const named = columnsOf(first.cells);
  const columns = named ?? positionalColumns(Math.max(...rows.map((row) => row.cells.length)));
  first.cells.forEach((name, index) => {
    if (named && !named[index]) builder.drop(first.line, `column "${name.trim()}"`);
  });
  for (const row of named ? others : rows) addRow(row, columns, builder);
}

/** By a first row of names, which has at least a column for the text; null when the first row is a line itself. */
function columnsOf(cells: readonly string[]): readonly (Column | undefined)[] | null {
  const columns = cells.map((cell) => COLUMN_NAMES[cell.trim().toLowerCase()]);
  const isNamed = columns.includes('text') && (columns.length === 1 || columns.filter((column) => column).length > 1);
  return isNamed ? columns : null;
}

function positionalColumns(count: number): readonly Column[] {
  return count === 1 ? ['text'] : ['speaker', 'text', 'direction'];
}

function addRow(row: Row, columns: readonly (Column | undefined)[], builder: ManuscriptBuilder): void {
  const cell = (column: Column) => row.cells[columns.indexOf(column)]?.trim() ?? '';
  const extra = row.cells.slice(columns.length).filter((value) => value.trim() !== '');
  if (extra.length > 0) {
    builder.report(
      row.line,
      `This row has ${row.cells.length} columns instead of ${columns.length}. Put texts with the separator in quotes.`,
    );
    return;
  }
  if (cell('text') === '') {
    if (cell('speaker') !== '') builder.drop(row.line, `a row of ${cell('speaker')} without text`);
    return;
  }
  builder.addParagraph({
    line: row.line,
    speaker: cell('speaker') || null,
    text: cell('text'),
    direction: cell('direction'),
  });
}

function parseRows(text: string, builder: ManuscriptBuilder): readonly Row[] {
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    // The parser tells the line a row ends on; a row of several lines begins higher.
    return records.map(({ record, info }) => ({
      cells: record,
      line: info.lines - record.join('').split('\n').length + 1,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    builder.report(line, `This table cannot be read: ${error.message}.`);
    return [];
  }
}

/** The separator that the first row has most of, outside quotes. Spreadsheets write semicolons in half of Europe. */
function delimiterOf(text: string): string {
  const firstRow =
    text
      .slice(0, 10_000)
      .replace(/"(?:[^"]|"")*"/g, '')
      .split(/\r?\n/, 1)[0] ?? '';
  const count = (sign: string) => firstRow.split(sign).length;
  return [',', ';', '\t'].reduce((most, sign) => (count(sign) > count(most) ? sign : most));
}
