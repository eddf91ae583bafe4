import { ownTable } from '../core/index.ts';

/**
 * A JSON value out of text as models write it: prose around it, code fences, single quotes, Python's
 * None/True/False, trailing commas, bare words, comments, or cut off anywhere.
 * Returns undefined where the text holds no object or list. Linear in the text; nesting past 100 is cut.
 */
export function parseTolerantJson(text: string): { value: unknown; repaired: boolean } | undefined {
  try {
    return { value: JSON.parse(text), repaired: false };
  } catch {
    const start = text.search(/[{[]/);
    if (start === -1) return undefined;
    const reader = new Reader(text, start);
    return { value: reader.value(0), repaired: true };
  }
}

const MAX_DEPTH = 100;
const WORDS: Readonly<Record<string, unknown>> = ownTable({
  true: true,
  false: false,
  null: null,
  True: true,
  False: false,
  None: null,
  NaN: null,
});
const ESCAPES: Readonly<Record<string, string>> = ownTable({
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
});

class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  value(depth: number): unknown {
    this.#skip();
    const first = this.#text[this.#at];
    if (first === undefined) return null;
    if (depth > MAX_DEPTH) {
      this.#at = this.#text.length;
      return null;
    }
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#list(depth);
    if (first === '"' || first === "'") return this.#string(first);
    return this.#word();
  }

  #object(depth: number): Record<string, unknown> {
    this.#at += 1;
    const entries: [string, unknown][] = [];
    for (;;) {
      this.#skip();
      const next = this.#text[this.#at];
      if (next === undefined || next === '}') break;
      if (next === ',' || next === ']' || next === ':') {
        this.#at += 1;
        continue;
      }
      const key = next === '"' || next === "'" ? this.#string(next) : this.#bare(/[:,}\]\n]/);
      this.#skip();
      if (this.#text[this.#at] !== ':') {
        if (this.#text[this.#at] !== undefined) continue;
        break;
      }
      this.#at += 1;
      entries.push([key, this.value(depth + 1)]);
    }
    this.#at += 1;
    return Object.fromEntries(entries);
  }

  #list(depth: number): unknown[] {
    this.#at += 1;
    const items: unknown[] = [];
    for (;;) {
      this.#skip();
      const next = this.#text[this.#at];
      if (next === undefined || next === ']') break;
      if (next === ',' || next === '}' || next === ':') this.#at += 1;
      else items.push(this.value(depth + 1));
    }
    this.#at += 1;
    return items;
  }

  /** An apostrophe inside single quotes ends the text only where a bracket, comma or colon follows. */
  #string(quote: string): string {
    let result = '';
    this.#at += 1;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] ?? '';
      if (character === '\\') {
        this.#at += 1;
        result += this.#escaped();
      } else if (character === quote && this.#ends()) {
        this.#at += 1;
        return result;
      } else result += character;
    }
    return result;
  }

  #escaped(): string {
    const character = this.#text[this.#at] ?? '';
    const hex = this.#text.slice(this.#at + 1, this.#at + 5);
    if (character === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    return ESCAPES[character] ?? character;
  }

  #ends(): boolean {
    const after = /\s*(.|$)/sy;
    after.lastIndex = this.#at + 1;
    const next = after.exec(this.#text)?.[1] ?? '';
    return next === '' || ',:}]'.includes(next);
  }

  #word(): unknown {
    const start = this.#at;
    const text = this.#bare(/[,}\]\n]/);
    if (this.#at === start) this.#at += 1;
    if (Object.hasOwn(WORDS, text)) return WORDS[text];
    return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  }

  #bare(end: RegExp): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !end.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#text.slice(start, this.#at).trim();
  }

  #skip(): void {
    const space = /(?:\s|\/\/[^\n]*|#[^\n]*)*/y;
    space.lastIndex = this.#at;
    this.#at += space.exec(this.#text)?.[0].length ?? 0;
  }
}
