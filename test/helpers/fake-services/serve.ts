/** Starts the fake services and prints the environment to set, for trying Lectern without keys. Ends with Ctrl+C. */
import { startFakeServices } from './start-fake-services.ts';

const services = await startFakeServices();
process.stdout.write('# These are fakes: they speak with the built-in voice and cost nothing. Set in your shell:\n');
for (const [name, value] of Object.entries(services.environment)) process.stdout.write(`export ${name}=${value}\n`);
process.stdout.write('# Running. Ctrl+C stops them.\n');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void services.close().then(() => process.exit(0)));
}
