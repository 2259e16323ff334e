/** The five services against their fakes, one pair per test file. */

import type { Connection, ConnectionKind } from '#core/connections/connection.ts';
import { newConnection } from '#core/connections/connection-defaults.ts';
import { createService, type ServiceSurroundings } from '#core/connections/create-service.ts';
import type { ProviderError } from '#core/providers/provider-error.ts';
import type { Utterance, UtteranceRequest } from '#core/providers/speech-provider.ts';
import type { SpeechService } from '#core/providers/speech-service.ts';
import { always, type Fault } from '../../helpers/fake-services/faults.ts';
import { type FakeServices, startFakeServices } from '../../helpers/fake-services/start-fake-services.ts';

export const TEXT = 'The last ferry left at nine.';

export interface UnderTest {
  readonly fakes: FakeServices;
  /** One try and no spacing: what a single request does. */
  service(kind: ConnectionKind, surroundings?: ServiceSurroundings, changes?: Partial<Connection>): SpeechService;
  /** One line spoken with the service spoilt in one way. */
  attempt(
    kind: ConnectionKind,
    fault: Fault,
    isStreamed: boolean,
    options?: UtteranceRequest['options'],
    timeoutMs?: number,
  ): Promise<Utterance>;
  close(): Promise<void>;
}

const VARIABLES: Readonly<Record<ConnectionKind, string>> = {
  mimo: 'MIMO',
  'minimax-global': 'UMODELVERSE',
  'minimax-china': 'MODELVERSE',
  dashscope: 'DASHSCOPE',
  minimax: 'MINIMAX',
};

export async function startUnderTest(): Promise<UnderTest> {
  const fakes = await startFakeServices();
  const made: SpeechService[] = [];
  const under: UnderTest = {
    fakes,
    service(kind, surroundings = {}, changes = {}) {
      const { [`${VARIABLES[kind]}_BASE_URL`]: baseUrl = '', [`${VARIABLES[kind]}_API_KEY`]: key = '' } =
        fakes.environment;
      const connection = { ...newConnection(kind, { baseUrl }), ...changes };
      const service = createService(connection, key, { isPrivateAllowed: true, timeoutMs: 5000, ...surroundings });
      made.push(service);
      return service;
    },
    async attempt(kind, fault, isStreamed, options = {}, timeoutMs = 10_000) {
      const service = under.service(kind, { timeoutMs, maxLineCharacters: 4_000_000 });
      fakes.servers[kind].plan = always(fault);
      return service.synthesize(requestOf(service, { options }), { isStreamed });
    },
    async close() {
      await Promise.all(made.map((service) => service.close()));
      await fakes.close();
    },
  };
  return under;
}

export function requestOf(service: SpeechService, changes: Partial<UtteranceRequest> = {}): UtteranceRequest {
  const { model, voiceId } = service.defaultsFor(changes.options ?? {});
  return { provider: service.id, model, voiceId, text: TEXT, options: {}, ...changes };
}

/** What a call throws; a test without a failure fails here. */
export async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const result = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(result instanceof Error)) throw new Error('It did not fail');
  return result as ProviderError;
}
