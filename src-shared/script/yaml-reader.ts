/** Reads a YAML tree with the line of everything in it: what a plain object would have lost. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Json } from '../document/records.ts';
import { likelyName } from './nearest-name.ts';
import type { ScriptProblems } from './script-problems.ts';

export interface YamlEntry {
  readonly key: string;
  readonly value: YamlValue;
  readonly line: number;
}

/**
 * The root of a YAML text whose first line is `firstLine` of the file; null for an empty one. Syntax errors are
 * reported. Aliases are errors where a value is read: a few of them can unfold into gigabytes, and nothing here needs one.
 */
export function readYaml(source: string, firstLine: number, problems: ScriptProblems): YamlValue | null {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter, prettyErrors: false, uniqueKeys: false });
  const faults = [...document.errors, ...document.warnings];
  for (const fault of faults) {
    const { line, col } = lineCounter.linePos(fault.pos[0]);
    const reason = reasonOf(fault.message);
    problems.report(firstLine + line - 1, col, `This is not valid YAML: ${reason}`);
  }
  if (faults.length > 0 || document.contents === null) return null;
  return new YamlValue(document.contents, { firstLine, lineCounter, problems });
}

interface YamlSource {
  readonly firstLine: number;
  readonly lineCounter: LineCounter;
  readonly problems: ScriptProblems;
}

function reasonOf(message: string): string {
  if (/call stack/.test(message)) return 'lists and maps are nested too deep.';
  return /compact mapping/.test(message) ? 'a text with a colon in it must stand in quotes.' : message;
}

export class YamlValue {
  readonly #node: Node | null;
  readonly #source: YamlSource;
  readonly #fallback: { readonly line: number; readonly column: number };

  constructor(node: Node | null, source: YamlSource, fallback = { line: source.firstLine, column: 1 }) {
    this.#node = node;
    this.#source = source;
    this.#fallback = fallback;
  }

  get place(): { readonly line: number; readonly column: number } {
    const offset = this.#node?.range?.[0];
    if (offset === undefined || this.isEmpty) return this.#fallback;
    const { line, col } = this.#source.lineCounter.linePos(offset);
    return { line: this.#source.firstLine + line - 1, column: col };
  }

  get line(): number {
    return this.place.line;
  }

  report(message: string): void {
    const { line, column } = this.place;
    this.#source.problems.report(line, column, message);
  }

  /** Nothing was written after the colon. */
  get isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.type === 'PLAIN' && this.#node.source === '');
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  get isText(): boolean {
    return isScalar(this.#node) && !this.isEmpty;
  }

  /** The entries of a map in the order written; reported and empty where it is something else. `what` names it. */
  entries(what: string): readonly YamlEntry[] {
    if (!isMap(this.#node)) {
      this.report(`${what} must be a list of "name: value" pairs.`);
      return [];
    }
    const seen = new Set<string>();
    return this.#node.items.flatMap((pair) => {
      const key = new YamlValue(pair.key as Node | null, this.#source, this.place);
      const name = key.isText ? key.text(what) : undefined;
      if (name === undefined) {
        key.report(`A name in ${what} is missing.`);
        return [];
      }
      // Not left to the parser, which compares every key with every other.
      if (seen.has(name)) {
        key.report(`"${name}" stands twice in ${what}.`);
        return [];
      }
      seen.add(name);
      return [{ key: name, value: new YamlValue(pair.value as Node | null, this.#source, key.place), line: key.line }];
    });
  }

  /** Hands each entry of a map to the reader of its name; a name without one is an error. */
  read(what: string, readers: Readonly<Record<string, (value: YamlValue) => void>>): void {
    const known = new Map(Object.entries(readers));
    for (const { key, value, line } of this.entries(what)) {
      const reader = known.get(key);
      if (reader) reader(value);
      else {
        const nearest = likelyName(key, known.keys());
        const hint = nearest ? `Did you mean "${nearest}"?` : `Known here: ${[...known.keys()].join(', ')}.`;
        this.#source.problems.report(line, 1, `"${key}" is not known in ${what}. ${hint}`);
      }
    }
  }

  items(what: string): readonly YamlValue[] {
    if (!isSeq(this.#node)) {
      this.report(`${what} must be a list.`);
      return [];
    }
    return this.#node.items.map((item) => new YamlValue(item as Node | null, this.#source, this.place));
  }

  /** A scalar as it was written: `1.10` stays "1.10" and `Null` is a name. */
  text(what: string): string | undefined {
    if (isScalar(this.#node) && !this.isEmpty) {
      const { value, type, source } = this.#node;
      return type === 'PLAIN' && source !== undefined ? source : String(value);
    }
    if (isAlias(this.#node)) this.report(`${what}: write the value out; YAML aliases (*name) are not read here.`);
    else this.report(this.isEmpty ? `${what} is empty. Say something or remove it.` : `${what} must be a single text.`);
    return undefined;
  }

  number(what: string): number | undefined {
    if (isScalar(this.#node) && typeof this.#node.value === 'number' && Number.isFinite(this.#node.value)) {
      return this.#node.value;
    }
    this.report(`${what} must be a number.`);
    return undefined;
  }

  boolean(what: string): boolean | undefined {
    if (isScalar(this.#node) && typeof this.#node.value === 'boolean') return this.#node.value;
    this.report(`${what} must be true or false.`);
    return undefined;
  }

  /** Any value JSON has. */
  json(what: string): Json | undefined {
    const node = this.#node;
    if (node === null || this.isEmpty) return null;
    if (isSeq(node)) return this.items(what).map((item) => item.json(what) ?? null);
    if (isMap(node)) {
      const record: Record<string, Json> = {};
      for (const { key, value } of this.entries(what)) {
        // Assigning would set the prototype for one name; defining makes it a key like any other.
        Object.defineProperty(record, key, {
          value: value.json(`${what}.${key}`) ?? null,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return record;
    }
    const value = isScalar(node) ? node.value : undefined;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.report(`${what} cannot be passed on: only texts, numbers, true, false, lists and maps can.`);
    return undefined;
  }
}
