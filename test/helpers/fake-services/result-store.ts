/** Files a fake service hands out addresses for. */

import { type FakeAnswer, jsonAnswer, RESULT_PATH } from './fake-server.ts';
import type { Fault } from './faults.ts';

type ResultFault = Extract<Fault, { kind: 'result' | 'subtitles' }>;

export interface ResultStore {
  /** Keeps a file and returns the address a client is given for it. */
  put(name: string, bytes: Buffer, fault?: ResultFault): string;
  /** undefined for a path that is not one of ours. */
  answer(path: string): FakeAnswer | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  json: 'application/json',
};

export function createResultStore(baseUrl: () => string): ResultStore {
  const files = new Map<string, FakeAnswer>();
  let count = 0;
  return {
    put(name, bytes, fault) {
      count++;
      const path = `${RESULT_PATH}${count}/${name}`;
      files.set(path, fileAnswer(name, bytes, fault));
      if (fault?.as === 'private') return 'https://10.0.0.7/speech.mp3';
      return `${baseUrl()}${path}?Signature=abc`;
    },
    answer: (path) =>
      path.startsWith(RESULT_PATH) ? (files.get(path) ?? jsonAnswer({ code: 'NoSuchKey' }, 404)) : undefined,
  };
}

function fileAnswer(name: string, bytes: Buffer, fault: ResultFault | undefined): FakeAnswer {
  const type = TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream';
  if (fault?.as === 'expired') {
    const pieces = ['<Error><Code>AccessDenied</Code></Error>'];
    return { status: 403, headers: { 'content-type': 'application/xml' }, pieces };
  }
  if (fault?.as === 'page') {
    return { headers: { 'content-type': 'text/html' }, pieces: ['<!doctype html><title>Sign in</title>'] };
  }
  if (fault?.as === 'json') {
    return { headers: { 'content-type': 'application/json' }, pieces: ['{"code":"NoSuchKey","message":"gone"}'] };
  }
  if (fault?.as === 'cut') {
    return { headers: { 'content-type': type }, pieces: [bytes.subarray(0, Math.floor(bytes.length / 2))] };
  }
  return { headers: { 'content-type': type, 'content-length': String(bytes.length) }, pieces: [bytes] };
}
