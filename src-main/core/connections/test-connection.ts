/** The test button of a connection. */
import type { ConnectionTest, SpeechService } from '../providers/speech-service.ts';
import type { Connection } from './connection.ts';
import { KIND_DEFAULTS } from './connection-defaults.ts';

/** What may be wrong with a connection although its address is valid; known without asking anybody. */
export function connectionWarnings(connection: Connection, key: string): readonly string[] {
  const host = new URL(connection.baseUrl).hostname;
  const warnings: string[] = [];
  if (connection.kind === 'dashscope' && connection.baseUrl !== KIND_DEFAULTS.dashscope.baseUrl) {
    warnings.push('MiniMax models may be refused at any other host than dashscope.aliyuncs.com.');
  }
  if (connection.kind === 'mimo' && host.endsWith('xiaomimimo.com')) {
    const isPlanHost = host.startsWith('token-plan-');
    if (key.startsWith('tp-') && !isPlanHost) warnings.push('A tp- key works at the token-plan hosts only.');
    if (key.startsWith('sk-') && isPlanHost) warnings.push('An sk- key does not work at the token-plan hosts.');
  }
  if (connection.kind === 'minimax-global' || connection.kind === 'minimax-china') {
    const spelling = connection.weightsSpelling ?? 'timbre';
    warnings.push(
      `Blends are sent spelt "${spelling}"; where they are refused, try another spelling (timbre, timber, both).`,
    );
  }
  return warnings;
}

/** Throws what the service throws: ProviderError `auth`, `network` …, which say what to do. */
export async function testConnection(
  connection: Connection,
  key: string,
  service: Pick<SpeechService, 'testConnection'>,
  signal?: AbortSignal,
): Promise<ConnectionTest> {
  const result = await service.testConnection(signal === undefined ? {} : { signal });
  return { ...result, warnings: [...connectionWarnings(connection, key), ...result.warnings] };
}
