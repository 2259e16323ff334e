/** A script whose lines are read in turn by all five services and the built-in voice. */
export const MIXED_CAST = ['flite', 'mimo', 'minimax-global', 'minimax-china', 'dashscope', 'minimax'] as const;

const NAMES = ['RUTH', 'MIA', 'GRACE', 'CHEN', 'ALI', 'MAX'] as const;
const VOICES: Readonly<Record<(typeof MIXED_CAST)[number], string>> = {
  flite: 'flite/slt',
  mimo: 'mimo/Mia',
  'minimax-global': 'minimax-global/English_Graceful_Lady',
  'minimax-china': 'minimax-china/male-qn-qingse',
  dashscope: 'dashscope/male-qn-qingse',
  minimax: 'minimax/English_Graceful_Lady',
};

/** Every text is its own, so that no two lines share a request; few words, because the fakes really speak them. */
export function mixedCastScript(lines: number): string {
  const cast = MIXED_CAST.map((provider, index) => `  ${NAMES[index]}: ${VOICES[provider]}`);
  const spoken = Array.from({ length: lines }, (_, index) => `${NAMES[index % NAMES.length]}: Line ${index + 1}.`);
  return [
    '---',
    'title: Six Voices',
    'language: en',
    'cast:',
    ...cast,
    '---',
    '',
    '# One',
    '',
    spoken.join('\n\n'),
    '',
  ].join('\n');
}

/** How many of so many lines a provider reads. */
export function linesOf(provider: (typeof MIXED_CAST)[number], lines: number): number {
  return Math.floor((lines - MIXED_CAST.indexOf(provider) - 1) / MIXED_CAST.length) + 1;
}
