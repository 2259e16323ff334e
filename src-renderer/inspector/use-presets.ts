import { useEffect, useState } from 'react';
import type { ExportPresetValue } from '#shared/contract/exports.ts';
import { useStudio } from '../app/studio-context.ts';

export function usePresets(): readonly ExportPresetValue[] {
  const { client, failures } = useStudio();
  const [presets, setPresets] = useState<readonly ExportPresetValue[]>([]);
  useEffect(() => {
    void failures.attempt(async () => setPresets(await client.call('exports.presets', {})));
  }, [client, failures]);
  return presets;
}
