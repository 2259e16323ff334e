import { expect, test } from 'vitest';
import { type GuardedRequest, judgeRequest } from '../../../src-main/web/request-guard.ts';

const HOST = '127.0.0.1:4567';
const page: GuardedRequest = { method: 'GET', path: '/', headers: { host: HOST } };
const call: GuardedRequest = {
  method: 'POST',
  path: '/api/app.info',
  headers: {
    host: HOST,
    origin: `http://${HOST}`,
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
  },
};

const upload: GuardedRequest = { ...call, path: '/upload' };

function judge(request: GuardedRequest, headers: GuardedRequest['headers'] = {}) {
  return judgeRequest({ ...request, headers: { ...request.headers, ...headers } }, HOST);
}

test('[SEC30] our own page may load and call', () => {
  expect(judge(page)).toEqual({ isAllowed: true });
  expect(judge(page, { 'sec-fetch-site': 'none' })).toEqual({ isAllowed: true });
  expect(judge(call)).toEqual({ isAllowed: true });
  expect(judge(call, { 'content-type': 'application/json; charset=UTF-8' })).toEqual({ isAllowed: true });
});

test.each([
  undefined,
  '',
  'localhost:4567',
  '127.0.0.1',
  '127.0.0.1:4568',
  '127.0.0.1:45670',
  'evil.example',
  '127.0.0.1:4567.evil.example',
  `${HOST},${HOST}`,
])('[SEC31] another Host is refused, as a rebound name would have: %j', (host) => {
  expect(judge(page, { host })).toMatchObject({ isAllowed: false, status: 403 });
});

test.each(['null', 'http://evil.example', 'https://127.0.0.1:4567', 'http://127.0.0.1:4568', 'http://localhost:4567'])(
  '[SEC32] another Origin is refused: %j',
  (origin) => {
    expect(judge(page, { origin })).toMatchObject({ isAllowed: false, status: 403 });
    expect(judge(call, { origin })).toMatchObject({ isAllowed: false, status: 403 });
  },
);

test('[SEC32] a call that names no origin is refused', () => {
  expect(judge(call, { origin: undefined })).toMatchObject({ isAllowed: false, status: 403 });
});

test.each(['cross-site', 'same-site', 'nonsense', ''])('[SEC33] Sec-Fetch-Site %j is refused', (site) => {
  expect(judge(page, { 'sec-fetch-site': site })).toMatchObject({ isAllowed: false, status: 403 });
});

test.each([undefined, '', 'audio/wav', 'text/plain', 'application/octet-stream'])(
  '[SEC48] a file has any type, and comes from our own page only: %j',
  (contentType) => {
    const headers = { 'content-type': contentType };
    expect(judge(upload, headers)).toEqual({ isAllowed: true });
    expect(judge(upload, { ...headers, origin: 'http://evil.example' })).toMatchObject({ status: 403 });
    expect(judge(upload, { ...headers, origin: undefined })).toMatchObject({ status: 403 });
    expect(judge(upload, { ...headers, 'sec-fetch-site': 'same-site' })).toMatchObject({ status: 403 });
  },
);

test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp'])(
  '[SEC34] a call that is not JSON is refused: %j',
  (contentType) => {
    expect(judge(call, { 'content-type': contentType })).toMatchObject({ isAllowed: false, status: 415 });
  },
);

test.each(['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', ''])('[SEC35] method %j is refused', (method) => {
  expect(judge({ ...page, method })).toMatchObject({ isAllowed: false, status: 405 });
});
