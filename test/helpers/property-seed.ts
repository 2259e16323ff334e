/**
 * Property tests try the same cases in every run, so that a failure is the change's and not the day's. To look for
 * new counterexamples: `PROPERTY_SEED=$RANDOM npm run test:unit`.
 */
import fc from 'fast-check';

const DEFAULT_SEED = 20_261_121;

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.PROPERTY_SEED ?? DEFAULT_SEED) });
