import { describe, expect, test } from 'vitest';
import { minimaxLanguageOf } from '#core/providers/minimax-languages.ts';
import { type MinimaxProfile, minimaxRequest } from '#core/providers/minimax-request.ts';
import { cuesOfSubtitles } from '#core/providers/minimax-subtitles.ts';
import { createFail } from '#core/providers/provider-error.ts';
import { ProviderId } from '#shared/ids.ts';

const fail = createFail({ id: 'x', name: 'X', redact: (text) => text });
const NATIVE: MinimaxProfile = { weightsSpelling: 'timbre', hasExpressiveEmotions: true, hasGlobalExtras: true };
const GATEWAY: MinimaxProfile = { ...NATIVE, hasGlobalExtras: false };
const ALIBABA: MinimaxProfile = { ...GATEWAY, hasExpressiveEmotions: false };

interface Case {
  readonly options?: Record<string, unknown>;
  readonly model?: string;
  readonly voiceId?: string;
  readonly language?: string;
  readonly style?: string;
  readonly text?: string;
  readonly isStreamed?: boolean;
  readonly profile?: MinimaxProfile;
}

function prepare({ options = {}, model = 'speech-2.8-hd', voiceId = 'v', text = 'Hello', ...rest }: Case) {
  const { language, style, isStreamed = false, profile = NATIVE } = rest;
  const request = {
    provider: ProviderId.parse('x'),
    model,
    voiceId,
    text,
    options,
    ...(language === undefined ? {} : { language }),
    ...(style === undefined ? {} : { style }),
  };
  return minimaxRequest(request, profile, { fail, isStreamed });
}

const BARE = { text: 'Hello', voice_setting: { voice_id: 'v' } };
const voice = (fields: object) => ({ ...BARE, voice_setting: { voice_id: 'v', ...fields } });
const audio = (fields: object) => ({ ...BARE, audio_setting: fields });

describe('the fields of a MiniMax request', () => {
  test('[PRV30] without options there is the text and the voice and nothing else', () => {
    expect(prepare({}).fields).toEqual(BARE);
  });

  test.each<[Record<string, unknown>, object, boolean?]>([
    [{ speed: 0.5 }, voice({ speed: 0.5 })],
    [{ speed: 2 }, voice({ speed: 2 })],
    [{ volume: 0.01 }, voice({ vol: 0.01 })],
    [{ volume: 10 }, voice({ vol: 10 })],
    [{ pitch: -12 }, voice({ pitch: -12 })],
    [{ pitch: 12 }, voice({ pitch: 12 })],
    [{ emotion: 'happy' }, voice({ emotion: 'happy' })],
    [{ emotion: 'calm' }, voice({ emotion: 'calm' })],
    [{ emotion: 'neutral' }, voice({ emotion: 'calm' })],
    [{ textNormalization: true }, voice({ text_normalization: true })],
    [{ readLatex: true }, voice({ latex_read: true })],
    [{ sampleRate: 44100 }, audio({ sample_rate: 44100 })],
    [{ bitrate: 256000 }, audio({ bitrate: 256000 })],
    [{ bitrate: 32000, format: 'mp3' }, audio({ bitrate: 32000, format: 'mp3' })],
    [{ format: 'flac' }, audio({ format: 'flac' })],
    [{ format: 'wav' }, audio({ format: 'wav' })],
    [{ format: 'pcm', channels: 2 }, audio({ format: 'pcm', channel: 2 })],
    [{ format: 'opus' }, audio({ format: 'opus' })],
    [{ forceCbr: true }, audio({ force_cbr: true }), true],
    [
      { pronounce: ['omg/oh my god', '燕少飞/(yan4)(shao3)(fei1)'] },
      { ...BARE, pronunciation_dict: { tone: ['omg/oh my god', '燕少飞/(yan4)(shao3)(fei1)'] } },
    ],
    [{ language: 'English' }, { ...BARE, language_boost: 'English' }],
    [{ language: 'Chinese,Yue' }, { ...BARE, language_boost: 'Chinese,Yue' }],
    [{ language: 'auto' }, { ...BARE, language_boost: 'auto' }],
    [{ language: 'pt-BR' }, { ...BARE, language_boost: 'Portuguese' }],
    [
      { effects: { pitch: -100, intensity: 100, timbre: 0, sound: 'robotic' } },
      { ...BARE, voice_modify: { pitch: -100, intensity: 100, timbre: 0, sound_effects: 'robotic' } },
    ],
    [{ effects: { sound: 'spacious_echo' } }, { ...BARE, voice_modify: { sound_effects: 'spacious_echo' } }, true],
    [{ subtitles: 'sentence' }, { ...BARE, subtitle_enable: true }],
    [{ subtitles: 'word' }, { ...BARE, subtitle_enable: true, subtitle_type: 'word' }],
    [{ watermark: true }, { ...BARE, aigc_watermark: true }],
    [{ resultAsUrl: true }, { ...BARE, output_format: 'url' }],
    [{ watermark: false, resultAsUrl: false, textNormalization: false, readLatex: false, forceCbr: false }, BARE],
    [{ watermark: false, resultAsUrl: false }, BARE, true],
  ])('[PRV30] %j', (options, fields, isStreamed = false) => {
    expect(prepare({ options, isStreamed }).fields).toEqual(fields);
  });

  test.each<[Record<string, unknown>]>([
    [{ speed: 0.49 }],
    [{ speed: 2.01 }],
    [{ speed: '1' }],
    [{ volume: 0 }],
    [{ volume: 10.1 }],
    [{ pitch: 0.5 }],
    [{ pitch: 13 }],
    [{ pitch: -13 }],
    [{ emotion: 'bored' }],
    [{ sampleRate: 48000 }],
    [{ bitrate: 192000 }],
    [{ bitrate: 128000, format: 'flac' }],
    [{ channels: 3 }],
    [{ format: 'aac' }],
    [{ forceCbr: true }],
    [{ pronounce: ['omg'] }],
    [{ pronounce: ['/oh'] }],
    [{ pronounce: ['omg/'] }],
    [{ pronounce: [] }],
    [{ mix: [] }],
    [{ language: 'Klingon' }],
    [{ language: 'tlh' }],
    [{ language: 'english' }],
    [{ readLatex: true, language: 'English' }],
    [{ effects: { pitch: 101 } }],
    [{ effects: { timbre: -101 } }],
    [{ effects: { intensity: 0.5 } }],
    [{ effects: { sound: 'cave' } }],
    [{ effects: { volume: 1 } }],
    [{ effects: { pitch: 1 }, format: 'pcm' }],
    [{ subtitles: 'words' }],
    [{ subtitles: true }],
    [{ optimizeText: true }],
    [{ colour: 'red' }],
  ])('[PRV31] %j is refused before anything is sent', (options) => {
    expect(() => prepare({ options })).toThrow(expect.objectContaining({ kind: 'validation', isRetryable: false }));
  });

  test('[PRV31] a refusal names the option', () => {
    expect(() => prepare({ options: { effects: { pitch: 101 } } })).toThrow(/"effects\.pitch"/);
    expect(() => prepare({ options: { colour: 'red' } })).toThrow(/"colour"/);
  });

  test.each<[string, Record<string, unknown>]>([
    ['wav', { format: 'wav' }],
    ['opus', { format: 'opus' }],
    ['subtitles', { subtitles: 'sentence' }],
    ['a watermark', { watermark: true }],
    ['an address', { resultAsUrl: true }],
    ['effects on anything but mp3', { effects: { pitch: 1 }, format: 'flac' }],
    ['constant bitrate without mp3', { forceCbr: true, format: 'flac' }],
  ])('[PRV31] %s cannot be streamed', (_name, options) => {
    expect(() => prepare({ options, isStreamed: true })).toThrow(expect.objectContaining({ kind: 'validation' }));
  });

  test.each(['mp3', 'wav', 'flac'])('[PRV31] effects go with %s when whole', (format) => {
    expect(() => prepare({ options: { effects: { pitch: 1 }, format } })).not.toThrow();
  });

  test.each<[string, string, MinimaxProfile, boolean]>([
    ['fluent', 'speech-2.6-hd', NATIVE, true],
    ['whisper', 'speech-2.6-turbo', GATEWAY, true],
    ['whisper', 'speech-2.8-hd', NATIVE, false],
    ['fluent', 'speech-2.8-turbo', GATEWAY, false],
    ['fluent', 'speech-02-hd', NATIVE, false],
    ['whisper', 'speech-01-hd', NATIVE, false],
    ['whisper', 'MiniMax/speech-02-hd', ALIBABA, false],
    ['fluent', 'MiniMax/speech-02-hd', ALIBABA, false],
    ['surprised', 'MiniMax/speech-02-hd', ALIBABA, true],
    ['whisper', 'speech-9-hd', NATIVE, true],
  ])('[PRV31] %s with %s', (emotion, model, profile, isAllowed) => {
    const attempt = () => prepare({ options: { emotion }, model, profile });
    if (isAllowed) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(/only the speech-2\.6 models/);
  });

  test.each(['Persian', 'Filipino', 'Tamil', 'fa', 'fil', 'tl'])(
    '[PRV31] the older models do not speak %s',
    (language) => {
      expect(() => prepare({ options: { language }, model: 'speech-02-hd' })).toThrow(/does not speak/);
      expect(() => prepare({ options: { language }, model: 'speech-01-turbo' })).toThrow(/does not speak/);
      expect(() => prepare({ options: { language }, model: 'speech-2.6-hd' })).not.toThrow();
    },
  );

  test.each(['opus', 'pcmu_wav', 'pcmu_raw'])("[PRV31] %s is for MiniMax's global host only", (format) => {
    expect(() => prepare({ options: { format }, profile: GATEWAY })).toThrow(/no format/);
  });

  test("[PRV31] subtitles by word are for MiniMax's global host only", () => {
    expect(() => prepare({ options: { subtitles: 'word' }, profile: GATEWAY })).toThrow(/by sentence/);
  });

  test('[PRV31] a style instruction is refused: nothing would come of it', () => {
    expect(() => prepare({ style: 'whispering' })).toThrow(/emotion/);
    expect(prepare({ style: '' }).fields).toEqual(BARE);
  });

  const mix = [
    { voice: 'a', weight: 1 },
    { voice: 'b ', weight: 100 },
  ];
  const list = [
    { voice_id: 'a', weight: 1 },
    { voice_id: 'b ', weight: 100 },
  ];

  test.each<[MinimaxProfile['weightsSpelling'], object]>([
    ['timbre', { timbre_weights: list }],
    ['timber', { timber_weights: list }],
    ['both', { timbre_weights: list, timber_weights: list }],
  ])('[PRV35] a blend spelt %s', (weightsSpelling, fields) => {
    expect(prepare({ options: { mix }, voiceId: '', profile: { ...GATEWAY, weightsSpelling } }).fields).toEqual({
      text: 'Hello',
      voice_setting: { voice_id: '' },
      ...fields,
    });
  });

  test.each<[string, Case]>([
    ['both', { options: { mix } }],
    ['neither', { voiceId: '' }],
    ['five voices', { voiceId: '', options: { mix: [...mix, ...mix, { voice: 'e', weight: 1 }] } }],
    ['a weight of 0', { voiceId: '', options: { mix: [{ voice: 'a', weight: 0 }] } }],
    ['a weight of 101', { voiceId: '', options: { mix: [{ voice: 'a', weight: 101 }] } }],
    ['half a weight', { voiceId: '', options: { mix: [{ voice: 'a', weight: 0.5 }] } }],
    ['a nameless voice', { voiceId: '', options: { mix: [{ voice: '', weight: 1 }] } }],
  ])('[PRV35] %s is refused', (_name, asked) => {
    expect(() => prepare(asked)).toThrow(expect.objectContaining({ kind: 'validation' }));
  });

  test.each(['Santa_Claus ', 'Cantonese_ProfessionalHost（F)', 'French_Female_News Anchor', 'moss_audio_1-2'])(
    '[PRV39] the voice %j passes byte for byte',
    (voiceId) => {
      expect(prepare({ voiceId }).fields).toMatchObject({ voice_setting: { voice_id: voiceId } });
    },
  );

  test('[PRV36] Cantonese voices and Cantonese texts ask for Cantonese, unless told otherwise', () => {
    expect(prepare({ voiceId: 'Cantonese_GentleLady' }).fields.language_boost).toBe('Chinese,Yue');
    expect(prepare({ language: 'yue' }).fields.language_boost).toBe('Chinese,Yue');
    expect(prepare({ language: 'zh-HK' }).fields.language_boost).toBe('Chinese,Yue');
    expect(prepare({ language: 'zh-CN' }).fields).toEqual(BARE);
    expect(prepare({ voiceId: 'Cantonese_GentleLady', options: { language: 'auto' } }).fields.language_boost).toBe(
      'auto',
    );
  });

  test.each([
    ['zh', 'Chinese'],
    ['zh-Hant-HK', 'Chinese,Yue'],
    ['cmn-Hans-CN', 'Chinese'],
    ['en-GB', 'English'],
    ['no', 'Norwegian'],
    ['nb', 'Norwegian'],
    ['nn', 'Nynorsk'],
    ['tl', 'Filipino'],
    ['', undefined],
    ['constructor', undefined],
  ])('[PRV30] the language %j is %s', (tag, name) => {
    expect(minimaxLanguageOf(tag)).toBe(name);
  });
});

describe('subtitle files', () => {
  const words = [
    { word: 'Good', time_begin: 0, time_end: 210.5 },
    { word: 'day.', time_begin: 210.5, time_end: 500 },
  ];
  const file = [
    {
      text: 'Good day.',
      pronounce_text: 'Good day.',
      time_begin: 0,
      time_end: 500,
      is_final_segment: false,
      timestamped_words: words,
    },
    { text: ' Bye. ', time_begin: 600.25, time_end: 900 },
  ];

  test('[PRV37] sentences become cues in milliseconds', () => {
    expect(cuesOfSubtitles(file, false)).toEqual([
      { text: 'Good day.', startMs: 0, endMs: 500 },
      { text: 'Bye.', startMs: 600.25, endMs: 900 },
    ]);
    expect(cuesOfSubtitles({ subtitles: file }, false)).toHaveLength(2);
  });

  test('[PRV37] words become cues where a sentence has them', () => {
    expect(cuesOfSubtitles(file, true)?.map((cue) => cue.text)).toEqual(['Good', 'day.', 'Bye.']);
  });

  test.each([
    [undefined],
    [{}],
    ['text'],
    [[{ text: 'a' }]],
    [[{ text: 'a', time_begin: 9, time_end: 3 }]],
    [[{ text: 'a', time_begin: -1, time_end: 3 }]],
  ])('[PRV37] %j is no subtitle file', (json) => {
    expect(cuesOfSubtitles(json, false)).toBeNull();
  });
});
