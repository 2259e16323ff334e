import { useCallback, useEffect, useState } from 'react';

export interface AudioDevice {
  readonly id: string;
  /** '' where the browser does not tell before it may use the microphone. */
  readonly name: string;
}

export interface AudioDevices {
  readonly outputs: readonly AudioDevice[];
  readonly inputs: readonly AudioDevice[];
  readonly areNamed: boolean;
  /** Asks for the microphone, for the names only. False: not allowed. */
  readonly askForNames: () => Promise<boolean>;
}

/** What is plugged in, as it is plugged in and out. */
export function useAudioDevices(): AudioDevices {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const load = useCallback(async () => setDevices(await navigator.mediaDevices.enumerateDevices()), []);
  useEffect(() => {
    void load();
    const listen = (): void => void load();
    navigator.mediaDevices.addEventListener('devicechange', listen);
    return () => navigator.mediaDevices.removeEventListener('devicechange', listen);
  }, [load]);
  const askForNames = async (): Promise<boolean> => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      for (const track of stream.getTracks()) track.stop();
      await load();
      return true;
    } catch (thrown) {
      if (thrown instanceof DOMException) return false;
      throw thrown;
    }
  };
  return {
    outputs: ofKind(devices, 'audiooutput'),
    inputs: ofKind(devices, 'audioinput'),
    areNamed: devices.length === 0 || devices.some(({ label }) => label !== ''),
    askForNames,
  };
}

/** `default` is another name for one of the others, and for what the system is set to. */
function ofKind(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): readonly AudioDevice[] {
  return devices
    .filter((device) => device.kind === kind && device.deviceId !== '' && device.deviceId !== 'default')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}
