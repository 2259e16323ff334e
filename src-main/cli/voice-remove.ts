import { keptVoiceNamed, removeVoice } from '#core/connections/make-voice.ts';
import { type RunCommand, textOption } from './command.ts';
import { voiceValue } from './voice-answer.ts';

export const run: RunCommand = async ({ core, signal }, [name = ''], options) => {
  const library = await core.library();
  const voice = keptVoiceNamed(library, name, textOption(options, 'provider'));
  await removeVoice(library, voice, () => core.connections.service(voice.provider), signal);
  return { value: { voice: voiceValue(voice) }, text: `Removed ${voice.name}. What it has spoken stays.` };
};
