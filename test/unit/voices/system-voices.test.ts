import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SpeechProvider, UtteranceRequest } from '#core/providers/speech-provider.ts';
import { findSystemProvider } from '#core/voices/system-voices.ts';
import { Cancelled } from '#shared/errors.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { temporaryFolder } from '../../helpers/temporary-library.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ESPEAK_LIST = `Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  de              --/M      German             gmw/de
 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)
 2  en-us           --/M      English_(America)  gmw/en-US            (en 3)
 5  en-us-nyc       --/M      English_(America,_New_York_City) gmw/en-US-nyc
 5  pt-br           --/F      Portuguese_(Brazil) roa/pt-BR            (pt 6)
 5  yue             --/M      Chinese_(Cantonese) sit/yue              (zh-yue 5)(zh 8)
 5  yue             --/M      Chinese_(Cantonese,_latin_as_Jyutping) sit/yue-Latn-jyutping (zh-yue 5)(zh 8)
`;
const SAY_LIST = `Alex                en_US    # Most people recognize me by my voice.
Bad News            en_US    # The light you see at the end of the tunnel is the headlamp of a fast approaching train.
Eddy (English (UK)) en_GB    # Hello! My name is Eddy.
Ting-Ting           zh_CN    # 您好，我叫Ting-Ting。
Majed               ar_001   # مرحبًا! اسمي ماجد.
`;
const SAPI_LIST = `[{"name":"Microsoft David Desktop","language":"en-US","gender":"Male"},{"name":"Microsoft Huihui Desktop","language":"zh-CN","gender":"Female"}]`;

/**
 * A program that writes what it was given into a file, prints the list when asked for it, and otherwise does what
 * `speaks` says with the path it is to write to.
 */
async function install(name: string, list: string, speaks = 'writeFileSync(out, wav)'): Promise<void> {
  const path = join(folder, name);
  const wav = join(folder, 'tone.wav');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(wav, toneWav({ seconds: 0.2 }));
  await writeFile(
    path,
    `#!${process.execPath}
    const { readFileSync, writeFileSync } = require('node:fs');
    const args = process.argv.slice(2);
    const after = (flag) => args[args.indexOf(flag) + 1];
    const script = args.includes('-EncodedCommand') ? Buffer.from(after('-EncodedCommand'), 'base64').toString('utf16le') : '';
    if (args[0] === '--voices' || args[1] === '?' || script.includes('GetInstalledVoices')) {
      process.stdout.write(${JSON.stringify(list)});
    } else {
      const wav = readFileSync(${JSON.stringify(wav)});
      const out = process.env.LECTERN_WAV ?? (args.includes('-w') ? after('-w') : after('-o'));
      const text = readFileSync(process.env.LECTERN_TEXT ?? after('-f'), 'utf8');
      writeFileSync(${JSON.stringify(join(folder, 'seen.json'))}, JSON.stringify({ args, text, script, environment: process.env }));
      ${speaks};
    }`,
  );
  await chmod(path, 0o755);
}

async function seen(): Promise<{ args: string[]; text: string; script: string; environment: Record<string, string> }> {
  return JSON.parse(await readFile(join(folder, 'seen.json'), 'utf8'));
}

function find(platform: NodeJS.Platform, speakTimeLimitMs = 20_000): Promise<SpeechProvider | null> {
  const environment = { PATH: folder, SystemRoot: folder, LECTERN_SECRET: 'key', MIMO_API_KEY: 'key' };
  return findSystemProvider({ platform, environment, speakTimeLimitMs });
}

function request(provider: SpeechProvider, changes: Partial<UtteranceRequest> = {}): UtteranceRequest {
  const { id, defaultModel: model, defaultVoiceId: voiceId } = provider;
  return { provider: id, model, voiceId, text: 'The last ferry left at nine.', options: {}, ...changes };
}

const POWERSHELL = join('System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');

describe('finding', () => {
  test('[VOX7] espeak-ng’s voices', async () => {
    await install('espeak-ng', ESPEAK_LIST);
    const provider = await find('linux');
    expect(provider).toMatchObject({
      id: 'system',
      defaultModel: 'espeak-ng',
      defaultVoiceId: 'en-us',
      isRemote: false,
    });
    const voice = { provider: 'system', kind: 'system' };
    expect(await provider?.listVoices()).toEqual([
      { ...voice, id: 'de', name: 'German', language: 'de', gender: 'male' },
      { ...voice, id: 'en-gb', name: 'English (Great Britain)', language: 'en-GB', gender: 'male' },
      { ...voice, id: 'en-us', name: 'English (America)', language: 'en-US', gender: 'male' },
      { ...voice, id: 'en-us-nyc', name: 'English (America, New York City)', language: 'en-US', gender: 'male' },
      { ...voice, id: 'pt-br', name: 'Portuguese (Brazil)', language: 'pt-BR', gender: 'female' },
      { ...voice, id: 'yue', name: 'Chinese (Cantonese)', language: 'yue', gender: 'male' },
      {
        ...voice,
        id: 'sit/yue-Latn-jyutping',
        name: 'Chinese (Cantonese, latin as Jyutping)',
        language: 'yue',
        gender: 'male',
      },
    ]);
  });

  test('[VOX7] macOS’s voices, whose names may have blanks', async () => {
    await install('say', SAY_LIST);
    const provider = await find('darwin');
    expect(provider).toMatchObject({ defaultModel: 'say', defaultVoiceId: 'Alex' });
    expect((await provider?.listVoices())?.map(({ id, language }) => [id, language])).toEqual([
      ['Alex', 'en-US'],
      ['Bad News', 'en-US'],
      ['Eddy (English (UK))', 'en-GB'],
      ['Ting-Ting', 'zh-CN'],
      ['Majed', 'ar-001'],
    ]);
  });

  test('[VOX7] Windows’ voices', async () => {
    await install(POWERSHELL, SAPI_LIST);
    const provider = await find('win32');
    expect(provider).toMatchObject({ defaultModel: 'sapi', defaultVoiceId: 'Microsoft David Desktop' });
    expect((await provider?.listVoices())?.[1]).toMatchObject({ language: 'zh-CN', gender: 'female' });
  });

  test.each(['linux', 'darwin', 'win32'] as const)(
    '[VOX7] %s without a speech program has no provider',
    async (platform) => {
      expect(await find(platform)).toBeNull();
    },
  );

  test.each([
    ['linux', 'espeak-ng', 'no voices here'],
    ['win32', POWERSHELL, 'PowerShell says something else'],
    ['win32', POWERSHELL, '[{"name":1}]'],
    ['win32', POWERSHELL, '[]'],
  ] as const)('[VOX7] a speech program on %s that answers nonsense is no provider', async (platform, name, list) => {
    await install(name, list);
    expect(await find(platform)).toBeNull();
  });
});

describe('speaking', () => {
  test('[VOX8] espeak-ng gets the text in a file, never as a parameter', async () => {
    await install('espeak-ng', ESPEAK_LIST);
    const provider = (await find('linux'))!;
    const text = '“Héllo” $(rm -rf /) --help; [[break]] `x` 你好';
    const { bytes, format, billedCharacters } = await provider.synthesize(
      request(provider, { text, options: { speed: 1.2 } }),
    );
    expect(Buffer.from(bytes)).toEqual(Buffer.from(toneWav({ seconds: 0.2 })));
    expect([format, billedCharacters]).toEqual(['wav', 0]);
    const call = await seen();
    expect(call.text).toBe('“Héllo” $(rm -rf /) --help; [ [break]] `x` 你好\n');
    expect(call.args).toEqual([
      '-v',
      'en-us',
      '-b',
      '1',
      '-f',
      expect.any(String),
      '-w',
      expect.any(String),
      '-s',
      '210',
    ]);
    expect(Object.keys(call.environment)).not.toContain('MIMO_API_KEY');
  });

  test('[VOX8] macOS writes a WAV file', async () => {
    await install('say', SAY_LIST);
    const provider = (await find('darwin'))!;
    await provider.synthesize(request(provider, { voiceId: 'Bad News' }));
    const { args } = await seen();
    expect(args).toEqual([
      '-v',
      'Bad News',
      '-f',
      expect.any(String),
      '-o',
      expect.any(String),
      '--file-format=WAVE',
      '--data-format=LEI16@22050',
    ]);
  });

  test('[VOX8] Windows’ script never changes; voice, text and rate come by the environment', async () => {
    await install(POWERSHELL, SAPI_LIST);
    const provider = (await find('win32'))!;
    await provider.synthesize(request(provider, { text: '"; Remove-Item C:\\' }));
    const first = await seen();
    await provider.synthesize(request(provider, { voiceId: 'Microsoft Huihui Desktop', options: { speed: 2 } }));
    const second = await seen();
    expect(second.script).toBe(first.script);
    expect(first.text).toBe('"; Remove-Item C:\\\n');
    expect(first.environment).toMatchObject({ LECTERN_VOICE: 'Microsoft David Desktop', LECTERN_RATE: '0' });
    expect(second.environment).toMatchObject({ LECTERN_VOICE: 'Microsoft Huihui Desktop', LECTERN_RATE: '6' });
  });

  test('[VOX8] nothing is left in the temporary folder', async () => {
    await install('espeak-ng', ESPEAK_LIST);
    const provider = (await find('linux'))!;
    await provider.synthesize(request(provider));
    const path = (await seen()).args[5]!;
    await expect(readdir(dirname(path))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(dirname(dirname(path))).toBe(tmpdir());
  });

  test.each([
    ['fails', 'console.error("no such device"); process.exit(7)', 'provider_error', /ended with 7. no such device/],
    ['makes nothing', '', 'empty_audio', /made no sound/],
    ['makes a header only', 'writeFileSync(out, wav.subarray(0, 44))', 'empty_audio', /made no sound/],
  ])('[VOX8] a program that %s is a typed failure', async (_, speaks, kind, message) => {
    await install('espeak-ng', ESPEAK_LIST, speaks);
    const provider = (await find('linux'))!;
    await expect(provider.synthesize(request(provider))).rejects.toMatchObject({
      code: 'provider-error',
      kind,
      message: expect.stringMatching(message),
    });
  });

  test('[VOX8] a program that hangs is ended', async () => {
    await install('espeak-ng', ESPEAK_LIST, 'setInterval(() => {}, 1000)');
    const slow = (await find('linux', 300))!;
    await expect(slow.synthesize(request(slow))).rejects.toMatchObject({ kind: 'timeout', isRetryable: true });
    const provider = (await find('linux'))!;
    const controller = new AbortController();
    const speaking = provider.synthesize(request(provider), { signal: controller.signal });
    controller.abort();
    await expect(speaking).rejects.toBeInstanceOf(Cancelled);
  });

  test.each([
    ['another system’s model', { model: 'say' }, 'model_unavailable'],
    ['an unknown voice', { voiceId: 'Samantha' }, 'voice_not_found'],
    ['an option it does not have', { options: { pitch: 2 } }, 'validation'],
    ['a text that is too long', { text: 'word '.repeat(801) }, 'validation'],
    ['nothing to say', { text: '…' }, 'validation'],
  ])('[VOX8] %s is refused before anything is started', async (_, changes, kind) => {
    await install('espeak-ng', ESPEAK_LIST);
    const provider = (await find('linux'))!;
    const bad = request(provider, changes);
    expect(() => provider.validate(bad)).toThrow(expect.objectContaining({ code: 'provider-error', kind }));
    await expect(provider.synthesize(bad)).rejects.toMatchObject({ kind });
    await expect(seen()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
