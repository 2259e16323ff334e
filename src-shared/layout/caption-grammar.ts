/** Small words that decide where a reader expects a line to end, for the languages we know them of. */

interface SmallWords {
  readonly conjunctions: ReadonlySet<string>;
  readonly prepositions: ReadonlySet<string>;
  /** Articles, possessives and auxiliaries: they belong to the word after them. */
  readonly bound: ReadonlySet<string>;
  readonly abbreviations: ReadonlySet<string>;
}

const listOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const LANGUAGES: Readonly<Record<string, SmallWords>> = {
  en: {
    conjunctions: listOf(
      'and but or nor so yet because although though if when while where which who that than unless until since as',
    ),
    prepositions: listOf(
      'in on at by for with from to of into over under about after before between through during without against across behind',
    ),
    bound: listOf(
      "a an the my your his her its our their this these those no not is are was were be been am has have had do does did will would can could shall should may might must i'm you're we're they're he's she's it's",
    ),
    abbreviations: listOf('mr. mrs. ms. dr. st. prof. sr. jr. vs. no. capt. col. gen. lt. rev. hon. e.g. i.e.'),
  },
  de: {
    conjunctions: listOf('und aber oder denn sondern weil obwohl wenn als während dass ob bevor nachdem damit'),
    prepositions: listOf(
      'in im an am auf bei für mit von vom zu zum zur über unter nach vor zwischen durch ohne gegen aus',
    ),
    bound: listOf(
      'der die das den dem des ein eine einen einem einer eines mein dein sein ihr unser euer kein keine nicht ist sind war waren hat haben hatte wird werden kann konnte muss soll',
    ),
    abbreviations: listOf('hr. fr. dr. prof. st. nr. bzw. z.b. d.h. u.a.'),
  },
  fr: {
    conjunctions: listOf('et mais ou donc or ni car parce lorsque quand si que qui où comme puisque'),
    prepositions: listOf(
      'à au aux de du des en dans sur sous par pour avec sans chez entre vers contre après avant pendant',
    ),
    bound: listOf(
      'le la les un une mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces ne pas est sont était a ont avait je tu il elle nous vous ils elles',
    ),
    abbreviations: listOf('m. mm. mme. dr. st. ste. etc.'),
  },
  es: {
    conjunctions: listOf('y e o u pero sino porque aunque cuando si que mientras donde como pues'),
    prepositions: listOf('a al de del en con por para sin sobre entre hasta desde hacia contra tras durante'),
    bound: listOf(
      'el la los las un una unos unas mi tu su mis tus sus nuestro nuestra este esta ese esa no es son era ha han había se me te lo le',
    ),
    abbreviations: listOf('sr. sra. srta. dr. dra. ud. uds. d. da.'),
  },
};

const PLAIN = /^[^\p{L}]+|[^\p{L}.]+$/gu;

/** Latin words in Chinese, Japanese and Korean text are mostly English. */
function smallWords(language: string): SmallWords | undefined {
  const base = language.slice(0, 2).toLowerCase();
  return LANGUAGES[['zh', 'ja', 'ko'].includes(base) ? 'en' : base];
}

const plain = (word: string) => word.toLowerCase().replace(/’/gu, "'").replace(PLAIN, '');

export function isConjunction(word: string, language: string): boolean {
  return smallWords(language)?.conjunctions.has(plain(word)) ?? false;
}

export function isPreposition(word: string, language: string): boolean {
  return smallWords(language)?.prepositions.has(plain(word)) ?? false;
}

/** Articles and their like, and small words that open a phrase: a line should not end with them. */
export function bindsToNext(word: string, language: string): boolean {
  const words = smallWords(language);
  const bare = plain(word);
  return words !== undefined && (words.bound.has(bare) || words.conjunctions.has(bare) || words.prepositions.has(bare));
}

/** `Mr.` and `J.` end with a full stop that ends no sentence. */
export function isAbbreviation(word: string, language: string): boolean {
  if (/^["'“‘(]*\p{Lu}\.$/u.test(word)) return true;
  return smallWords(language)?.abbreviations.has(plain(word)) ?? false;
}
