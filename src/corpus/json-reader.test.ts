import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonReader } from './json-reader.ts';
import type { ByteSource } from './plain-file.ts';
import { ReadingStop } from './reading-stop.ts';

/** Bytes that come at most so many at once. */
function sourceOf(bytes: Buffer, atOnce = bytes.length): ByteSource {
  let from = 0;
  return {
    read: (target, offset) => {
      const length = Math.min(atOnce, bytes.length - from, target.length - offset);
      bytes.copy(target, offset, from, from + length);
      from += length;
      return length;
    },
  };
}

function readValue(json: JsonReader): unknown {
  const kind = json.peek();
  if (kind === 'text') return json.readText(2 ** 20);
  if (kind === 'bare') return json.readNumber();
  const items: unknown[] = [];
  if (kind === 'array') {
    json.readArray(() => items.push(readValue(json)));
    return items;
  }
  const fields: Record<string, unknown> = {};
  json.readObject((key) => {
    Object.defineProperty(fields, key, {
      value: readValue(json),
      enumerable: true,
      configurable: true,
    });
  });
  return fields;
}

function read(text: string | Buffer, atOnce?: number): unknown {
  const json = new JsonReader(sourceOf(Buffer.from(text), atOnce));
  const value = readValue(json);
  json.expectEnd();
  return value;
}

function skip(text: string | Buffer, atOnce?: number): void {
  const json = new JsonReader(sourceOf(Buffer.from(text), atOnce));
  json.skip();
  json.expectEnd();
}

const reasonOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof ReadingStop) return error.reason;
    throw error;
  }
  return 'read';
};

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const texts = fc.tuple(values, fc.constantFrom(0, 2)).map(([value, indent]) => ({
  value: JSON.parse(JSON.stringify(value)) as unknown,
  text: JSON.stringify(value, null, indent),
}));

test('every value is read as JSON.parse reads it, however its bytes come', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 9 }), ({ value, text }, atOnce) => {
      expect(read(text, atOnce)).toEqual(value);
      skip(text, atOnce);
    }),
  );
});

test('every prefix of an object is truncated, and nothing else', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), values), fc.nat(), (value, cut) => {
      const bytes = Buffer.from(JSON.stringify(value));
      const prefix = bytes.subarray(0, cut % bytes.length);
      expect(reasonOf(() => read(prefix))).toMatch(/^(?:truncated|not UTF-8)/);
      expect(reasonOf(() => skip(prefix))).toMatch(/^(?:truncated|not UTF-8)/);
    }),
  );
});

test('what JSON.parse refuses is refused, whether it is read or skipped', () => {
  fc.assert(
    fc.property(
      texts,
      fc.nat(),
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'x', '-'),
      ({ text }, place, letter) => {
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + letter + text.slice(at);
        let isValid = true;
        try {
          JSON.parse(changed);
        } catch {
          isValid = false;
        }
        expect(reasonOf(() => read(changed)) === 'read').toBe(isValid);
      },
    ),
  );
});

test.each([
  ['', 'truncated: the JSON ends at byte 0'],
  ['<html>', 'not JSON: "<" at byte 0'],
  ['{"a": 1} x', 'not JSON: "x" at byte 9'],
  ['{"a": "b', 'truncated: the JSON ends at byte 8'],
  ['{"a": 1,}', 'not JSON: "}" at byte 8'],
  ['[1 2]', 'not JSON: "2" at byte 3'],
  [`${'['.repeat(2000)}${']'.repeat(2000)}`, 'nested deeper than 1000 levels'],
  [Buffer.from('{"a": "é"}', 'latin1'), 'not UTF-8, between byte 0 and 10'],
  [Buffer.from('\uFEFF{"a": 1}', 'utf16le'), 'UTF-16, where UTF-8 is read'],
  [Buffer.from('{"a": 1}', 'utf16le'), 'UTF-16, where UTF-8 is read'],
  ['\uFEFF{"a": [NaN, -Infinity, 1e5, null, true]}', 'read'],
])('%j: %s', (text, reason) => {
  expect(reasonOf(() => skip(text))).toBe(reason);
});

test('a text beyond the limit is passed over', () => {
  const long = 'é'.repeat(300_000);
  const json = new JsonReader(sourceOf(Buffer.from(JSON.stringify([long, 'b', long.slice(0, 9)]))));
  const read: (string | null)[] = [];
  json.readArray(() => read.push(json.readText(20)));
  expect(read).toEqual([null, 'b', long.slice(0, 9)]);
});
