import { describe, expect, it } from 'vitest';
import { ProgressDisplay, type Terminal } from '../../../src-main/cli/terminal.ts';
import { textTable } from '../../../src-main/cli/text-table.ts';

function terminalInto(written: string[], kind: Partial<Terminal> = {}): Terminal {
  return {
    out: () => {
      throw new Error('progress must not go to standard output');
    },
    err: (text) => written.push(text),
    isInteractive: false,
    isJson: false,
    widthColumns: 80,
    ...kind,
  };
}

describe('progress on the terminal', () => {
  it('[CLI2] with --json it is one JSON document a line', () => {
    const written: string[] = [];
    new ProgressDisplay(terminalInto(written, { isJson: true })).show({ stage: 'mix', done: 1, total: 4 });
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toEqual({ progress: { stage: 'mix', done: 1, total: 4 } });
    expect(written[0]?.endsWith('\n')).toBe(true);
  });

  it('[CLI2] without a terminal it is at most one plain line a second, and always the last', () => {
    const written: string[] = [];
    let nowMs = 10_000;
    const display = new ProgressDisplay(terminalInto(written), () => nowMs);
    for (let done = 0; done <= 100; done += 1) {
      display.show({ stage: 'encode', done, total: 100 });
      nowMs += 30;
    }
    expect(written.length).toBeLessThan(6);
    expect(written.at(-1)).toBe('encode 100 %\n');
  });

  it('[CLI2] a bar never wraps and is left on a fresh line', () => {
    const written: string[] = [];
    const display = new ProgressDisplay(terminalInto(written, { isInteractive: true, widthColumns: 40 }));
    display.show({ stage: 'encode', done: 1, total: 2, note: 'a very long note that would not fit beside the bar' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal's own escape sequence
    expect((written[0] ?? '').replace(/\r\u001b\[2K/, '').length).toBeLessThan(40);
    display.finish();
    expect(written.at(-1)).toBe('\n');
  });
});

describe('tables', () => {
  it('[CLI3] pads by columns on the screen: a Chinese character takes two', () => {
    expect(
      textTable(
        ['name', 'n'],
        [
          ['冰糖', 5],
          ['Mia', 12],
        ],
      ),
    ).toBe('name   n\n冰糖   5\nMia   12\n');
  });
});
