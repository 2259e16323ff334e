import { useEffect, useRef, useState } from 'react';
import { useStudioState } from '../app/studio-context.ts';
import { Recorder } from './recorder.ts';

const TICK_MS = 200;

/** A microphone that is on or off. What goes wrong with it is a sentence. */
export function useRecorder(name: string, onRecorded: (file: File) => void) {
  const deviceId = useStudioState((state) => state.settings.inputDeviceId);
  const recorder = useRef<Recorder | null>(null);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const isRecording = seconds !== null;
  useEffect(() => {
    if (!isRecording) return undefined;
    const timer = setInterval(() => setSeconds(recorder.current?.seconds ?? 0), TICK_MS);
    return () => clearInterval(timer);
  }, [isRecording]);
  // A dialog that closes must not leave the microphone on.
  useEffect(() => () => void recorder.current?.cancel(), []);
  const start = async (): Promise<void> => {
    setReason(null);
    try {
      recorder.current = await Recorder.start(deviceId);
      setSeconds(0);
    } catch (thrown) {
      setReason(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  const stop = async (): Promise<void> => {
    const file = await recorder.current?.stop(name);
    recorder.current = null;
    setSeconds(null);
    if (file) onRecorded(file);
  };
  return { seconds, reason, isRecording, start, stop };
}
