const PAIR = /(?<!\\)(\*{1,3}|_)(?=\S)([^*_\n]*[^\s*_\\\n])\1/g;
/** Marks within marks, as in `_**word**_`. */
const MAX_NESTING = 4;

/** Takes `*`, `**`, `***` and `_` off words, as screenplays and plain text use them, and the `\` before escaped ones. */
export function stripEmphasis(text: string): string {
  if (!/[*_]/.test(text)) return text;
  let stripped = text;
  for (let round = 0; round < MAX_NESTING; round++) {
    const next = stripped.replace(PAIR, '$2');
    if (next === stripped) break;
    stripped = next;
  }
  return stripped.replace(/\\([*_])/g, '$1');
}
