/** Chapter titles in text that has no styles: `Chapter 1`, `CHAPTER ONE: The quay`, `Prologue`, `第三章 风`. */

const TENS = 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety';
const ONES = 'one|two|three|four|five|six|seven|eight|nine';
const TEENS = 'ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen';
const ORDINALS = 'the (?:first|second|third|fourth|fifth|last)';
const NUMBER = `(?:\\d{1,4}|[ivxlcdm]{1,8}|${TEENS}|(?:${TENS})(?:[- ](?:${ONES}))?|${ONES}|${ORDINALS})`;
const NUMBERED = new RegExp(`^(?:chapter|part|book|act|volume)\\s+${NUMBER}(?![\\p{L}\\p{N}])`, 'iu');
const NAMED = /^(?:prologue|epilogue|foreword|preface|introduction|afterword|interlude)\.?$/iu;
const CHINESE = /^第[\d〇零一二三四五六七八九十百千两]{1,8}[章节節回部卷](?:$|[\s：:、.])/u;
/** `Chapter 2 The Sea` is a title and `Book one was longer.` is not. */
const TITLE_AFTER_NUMBER = /^(?:$|\s*[.:;—–-]|\s+["“'‘]?[\p{Lu}\p{N}][^.!?]*$)/u;
const MAX_LENGTH = 100;

export function isChapterTitle(paragraph: string): boolean {
  const text = paragraph.trim();
  if (text.length > MAX_LENGTH) return false;
  const numbered = NUMBERED.exec(text);
  if (numbered) return TITLE_AFTER_NUMBER.test(text.slice(numbered[0].length));
  return NAMED.test(text) || CHINESE.test(text);
}
