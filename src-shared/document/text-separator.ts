const UNSPACED = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff01-\\uff60]';
const ENDS_UNSPACED = new RegExp(`${UNSPACED}$`, 'u');
const STARTS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u');

/** What stands between two stretches of text that are put together: a space, but none between Chinese or Japanese ones. */
export function separatorBetween(before: string, after: string): '' | ' ' {
  if (before === '' || after === '') return '';
  return ENDS_UNSPACED.test(before) && STARTS_UNSPACED.test(after) ? '' : ' ';
}
