/** Text as languages have it, from a seed: a few words that stand everywhere and many that are rare. */

const ENGLISH =
  'the and of a to in was he she it that his her with as had for at on but not they from by him all were which there when said ' +
  'would out up into them then could been now more about time like before over down after little back made old through night ' +
  'ferry harbour light water rain window letter brother sister morning captain engine bridge river salt stone garden kitchen ' +
  'table winter summer road train station paper silver quiet broken open early late slow careful small walked waited listened ' +
  'answered carried turned looked remembered forgot crossed opened closed wrote asked knew lantern anchor whistle gangway';
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xa yo zu bra cle dri flo gru ste tra'.split(
  ' ',
);
const CHINESE =
  '的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好' +
  '都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长夜船雨窗信桥河码钥匙父亲灯火';
const ENGLISH_WORDS = 30_000;
const CHINESE_CHARACTERS = 3_000;
const FIRST_HAN = 0x4e00;

export class MadeText {
  #state: number;
  readonly #words: readonly string[];
  readonly #characters: readonly string[];

  constructor(seed: number) {
    this.#state = seed >>> 0;
    const words = new Set(ENGLISH.split(' '));
    while (words.size < ENGLISH_WORDS) {
      words.add(Array.from({ length: 2 + this.integer(3) }, () => SYLLABLES[this.integer(SYLLABLES.length)]).join(''));
    }
    this.#words = [...words];
    const characters = new Set(CHINESE);
    for (let code = FIRST_HAN; characters.size < CHINESE_CHARACTERS; code++) characters.add(String.fromCodePoint(code));
    this.#characters = [...characters];
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }

  integer(below: number): number {
    return Math.floor(this.next() * below);
  }

  word(): string {
    return this.#words[Math.floor(this.next() ** 5 * ENGLISH_WORDS)]!;
  }

  han(): string {
    return this.#characters[Math.floor(this.next() ** 3 * CHINESE_CHARACTERS)]!;
  }

  english(words: number): string {
    return `${Array.from({ length: words }, () => this.word()).join(' ')}.`;
  }

  chinese(characters: number): string {
    return `${Array.from({ length: characters }, () => this.han()).join('')}。`;
  }
}
