import { useState } from 'react';

/** What is being typed, until the value itself changes. */
export function useDraft<Value>(value: Value): [Value, (next: Value) => void] {
  const [draft, setDraft] = useState({ value, text: value });
  if (draft.value !== value) setDraft({ value, text: value });
  return [draft.value === value ? draft.text : value, (text) => setDraft({ value, text })];
}
