/** All five services on this machine, with the environment that makes Lectern use them. */
import { startFakeDashscope } from './fake-dashscope.ts';
import { startFakeMimo } from './fake-mimo.ts';
import { startFakeMinimax } from './fake-minimax.ts';
import type { FakeServer } from './fake-server.ts';
import { createFakeSpeech } from './fake-speech.ts';

export type FakeServiceName = 'mimo' | 'minimax-global' | 'minimax-china' | 'dashscope' | 'minimax';

export interface FakeServices {
  readonly servers: Readonly<Record<FakeServiceName, FakeServer>>;
  /** Keys, base URLs, and leave to download results from this machine. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every ledger and every plan as at the start. */
  clear(): void;
  close(): Promise<void>;
}

export async function startFakeServices(): Promise<FakeServices> {
  const speech = createFakeSpeech();
  // Each connection its own key: one that reached another's host would be refused there.
  const keyOf = (name: string): string => `fake-${name}-key`;
  const [mimo, global, china, dashscope, minimax] = await Promise.all([
    startFakeMimo({ speech, key: keyOf('mimo') }),
    startFakeMinimax({ speech, key: keyOf('minimax-global'), isGateway: true }),
    startFakeMinimax({ speech, key: keyOf('minimax-china'), isGateway: true }),
    startFakeDashscope({ speech, key: keyOf('dashscope') }),
    startFakeMinimax({ speech, key: keyOf('minimax'), isGateway: false }),
  ]);
  const servers = { mimo, 'minimax-global': global, 'minimax-china': china, dashscope, minimax };
  return {
    servers,
    environment: {
      MIMO_API_KEY: keyOf('mimo'),
      MIMO_BASE_URL: `${mimo.url}/v1`,
      UMODELVERSE_API_KEY: keyOf('minimax-global'),
      UMODELVERSE_BASE_URL: global.url,
      MODELVERSE_API_KEY: keyOf('minimax-china'),
      MODELVERSE_BASE_URL: `${china.url}/`,
      DASHSCOPE_API_KEY: keyOf('dashscope'),
      DASHSCOPE_BASE_URL: `${dashscope.url}/api/v1`,
      MINIMAX_API_KEY: keyOf('minimax'),
      MINIMAX_BASE_URL: minimax.url,
      LECTERN_ALLOW_PRIVATE_HOSTS: '1',
    },
    clear() {
      for (const server of Object.values(servers)) server.clear();
    },
    async close() {
      await Promise.all(Object.values(servers).map((server) => server.close()));
      await speech.close();
    },
  };
}
