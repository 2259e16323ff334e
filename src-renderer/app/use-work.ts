import { useState } from 'react';
import { AppError, Cancelled } from '#shared/errors.ts';
import { useStudio } from './studio-context.ts';

/**
 * Work whose failure is shown beside it: `error` for an `ErrorCallout`. What has nothing to do with it (nobody
 * answers) is shown where all such failures are.
 */
export function useWork() {
  const studio = useStudio();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  /** False: it failed, or was cancelled. */
  const run = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (thrown) {
      if (thrown instanceof AppError) setError(thrown);
      else if (!(thrown instanceof Cancelled)) studio.failures.report(thrown);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, run };
}
