/** `pronounce:` of the front matter. */
import type { Pronunciation } from '../document/records.ts';
import { ProviderId } from '../ids.ts';
import type { YamlValue } from './yaml-reader.ts';

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * A map `written: spoken`, or `written: {spoken, case, language, provider}`; or a list of maps with `written` in them,
 * where one word is respelt differently for two languages or providers.
 */
export function readPronunciations(value: YamlValue): readonly Pronunciation[] {
  if (value.isEmpty) return [];
  if (value.isList) return value.items('pronounce').flatMap((item) => readOne(item, undefined));
  return value.entries('pronounce').flatMap(({ key, value: entry }) => {
    if (entry.isMap) return readOne(entry, key);
    const spoken = entry.text(`pronounce.${key}`);
    return spoken === undefined ? [] : checked({ written: key, spoken }, entry);
  });
}

function readOne(entry: YamlValue, key: string | undefined): readonly Pronunciation[] {
  const found: Partial<Writable<Pronunciation>> = key === undefined ? {} : { written: key };
  const textInto = (name: 'written' | 'spoken' | 'language') => (value: YamlValue) => {
    const text = value.text(name);
    if (text !== undefined) found[name] = text;
  };
  entry.read('pronounce', {
    ...(key === undefined && { written: textInto('written') }),
    spoken: textInto('spoken'),
    language: textInto('language'),
    case: (value) => {
      const isCaseSensitive = value.boolean('case');
      if (isCaseSensitive !== undefined) found.isCaseSensitive = isCaseSensitive;
    },
    provider: (value) => {
      const provider = ProviderId.safeParse(value.text('provider'));
      if (provider.success) found.provider = provider.data;
      else value.report('provider must be the name of a speech service.');
    },
  });
  const { written, spoken } = found;
  if (written === undefined || spoken === undefined) {
    entry.report(`A pronunciation needs "${written === undefined ? 'written' : 'spoken'}".`);
    return [];
  }
  return checked({ ...found, written, spoken }, entry);
}

function checked(pronunciation: Pronunciation, entry: YamlValue): readonly Pronunciation[] {
  const { written, spoken } = pronunciation;
  if (written.length >= 1 && written.length <= 200 && spoken.length >= 1 && spoken.length <= 500)
    return [pronunciation];
  entry.report('A pronunciation is at most 200 characters written and 500 spoken, and neither is empty.');
  return [];
}
