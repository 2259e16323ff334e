/**
 * English as flite can read it: plain ASCII. It knows abbreviations, numbers, times and units by itself; what it
 * does not know are typographic signs (it drops them, and with them the pause or the apostrophe), accents, most
 * currencies, and that a quotation may end before the sentence does.
 */

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚‛′ʼ]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/…/g, '... '],
  // A range, before dashes become commas.
  [/(?<=\d)\s?[–—]\s?(?=\d)/g, ' to '],
  [/\s*(?:[—―]|--+|\s[–-](?=\s))\s*/g, ', '],
  [/[–‐‑‒−]/g, '-'],
  [/(?<=\d)\s?½/g, ' and a half'],
  [/½/g, ' a half'],
  [/(?<=\d)\s?¼/g, ' and a quarter'],
  [/¼/g, ' a quarter'],
  [/(?<=\d)\s?¾/g, ' and three quarters'],
  [/¾/g, ' three quarters'],
  [/°\s?C\b/g, ' degrees Celsius'],
  [/°\s?F\b/g, ' degrees Fahrenheit'],
  [/°/g, ' degrees'],
  [/&/g, ' and '],
  [/×/g, ' times '],
  [/\bvs\./g, 'versus'],
  [/\be\.g\./g, 'for example,'],
  [/\bi\.e\./g, 'that is,'],
  [/\betc\./g, 'et cetera'],
  [/\bNo\.(?=\s?\d)/g, 'Number'],
  // It reads the thousands of a number with a decimal point wrongly, and only there.
  [/\d{1,3}(?:,\d{3})+(?=\.\d)/g, ''],
];

const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string]>> = {
  '£': ['pound', 'pounds'],
  '€': ['euro', 'euros'],
  '¥': ['yen', 'yen'],
  '₹': ['rupee', 'rupees'],
};

/** Latin letters that no decomposition turns into plain ones. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'th',
  Ð: 'Th',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ŋ: 'ng',
  Ŋ: 'Ng',
};

/** The first letter or digit that belongs to no text in Latin letters, as it was written; undefined: there is none. */
export function findForeignSign(text: string): string | undefined {
  for (const sign of text) {
    const plain = plainLetters(sign);
    if (/[^\p{ASCII}]/u.test(plain) && /[\p{L}\p{N}]/u.test(plain)) return sign;
  }
  return undefined;
}

/** One line of ASCII; '' where nothing is left to say. Signs without a sound, such as emoji, are left out. */
export function cleanForFlite(text: string): string {
  let clean = text.replace(/\s+/gu, ' ').trim();
  clean = clean.replace(
    /([£€¥₹])\s?(\d+(?:,\d{3})*(?:\.\d+)?)(\s(?:thousand|million|billion|trillion))?/g,
    spellCurrency,
  );
  for (const [pattern, spoken] of SIGNS) {
    clean = clean.replace(pattern, (found) => (spoken === '' ? found.replaceAll(',', '') : spoken));
  }
  clean = plainLetters(clean)
    .replace(/[^\x20-\x7e]+/g, ' ')
    // Otherwise "Stop!" he said. would be two sentences.
    .replace(/[!?]+(["')\]]*),? +(?=[a-z])/g, ',$1 ')
    // What stood before or after a dash keeps its own mark.
    .replace(/\s*,(?:\s*,)+/g, ',')
    .replace(/([.!?;:])\s*,/g, '$1')
    .replace(/,\s*([.!?;:])/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.;:!?](?: |$))/g, '')
    .replace(/^[\s,;:]+|[\s,;]+$/g, '');
  return /[A-Za-z0-9]/.test(clean) ? clean : '';
}

function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => LETTERS[letter] ?? letter)
    .replaceAll('⁄', '/');
}

function spellCurrency(_: string, sign: string, amount: string, scale: string | undefined): string {
  const [one, many] = CURRENCIES[sign]!;
  return `${amount}${scale ?? ''} ${amount === '1' && scale === undefined ? one : many}`;
}
