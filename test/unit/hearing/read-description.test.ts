import { expect, test } from 'vitest';
import { readDescription } from '#core/hearing/read-description.ts';

test.each([
  ['{"tags": ["rain", "harbour"], "note": "Rain on water."}', ['rain', 'harbour'], 'Rain on water.'],
  ['```json\n{"tags":["rain","rain"," "],"note":" Rain. "}\n```', ['rain'], 'Rain.'],
  ['Here you are: {"note": "Rain."} Anything else?', [], 'Rain.'],
  ['{"tags": [1, "?!", "sea"]}', ['sea'], ''],
  ['A woman speaks in a quiet room.', [], 'A woman speaks in a quiet room.'],
  ['She says {sighs} and leaves.', [], 'She says {sighs} and leaves.'],
])('[STC66] tags and a note are read from what a model says: %s', (text, tags, note) => {
  expect(readDescription(text)).toEqual({ tags, note });
});
