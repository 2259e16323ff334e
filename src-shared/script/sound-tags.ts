/**
 * Sounds a voice can be asked for inside a text, written in parentheses. A list and nothing else, so that a new name
 * is a new line here. The last three are known to some services only; those that lack them drop them with a warning.
 */
export const SOUND_TAGS = [
  'laughs',
  'chuckle',
  'coughs',
  'clear-throat',
  'groans',
  'breath',
  'pant',
  'inhale',
  'exhale',
  'gasps',
  'sniffs',
  'sighs',
  'snorts',
  'burps',
  'lip-smacking',
  'humming',
  'hissing',
  'emm',
  'sneezes',
  'whistles',
  'crying',
  'applause',
] as const;
