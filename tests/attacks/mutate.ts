/** What readers stumble over: signs with a meaning to some layer, names that objects inherit, numbers at the edges. */
const HOSTILE: readonly string[] = [
  '"',
  "'",
  '`',
  '\\',
  ';',
  '--',
  '/*',
  '$(x)',
  '{',
  '}',
  '[',
  ']',
  '<',
  '>',
  '|',
  '%s',
  ',',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\u001B[2J',
  '\uFEFF',
  '\u200F',
  '\u202E',
  '\uD800',
  '\u{1F600}',
  'é',
  '\xFF',
  '__proto__',
  'constructor',
  'toString',
  'c0',
  'c3',
  'column3',
  'rowid',
  'select',
  'NULL',
  'nan',
  'Infinity',
  '-1',
  '0',
  '1e999',
  '-0',
  '99999999999999999999',
  '4294967296',
  '2147483647',
  '0.1',
  '1e-320',
  'true',
  'null',
];

/** A changed copy: bytes turned, cut, doubled, moved, or hostile text put in. The same numbers give the same copy. */
export function mutate(seed: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const times = 1 + below(4);
  for (let time = 0; time < times; time += 1) {
    const at = below(bytes.length + 1);
    const length = below(Math.min(bytes.length - at, random() < 0.8 ? 12 : 4000) + 1);
    const [before, taken, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, at + length),
      bytes.subarray(at + length),
    ];
    const hostile = Buffer.from(HOSTILE[below(HOSTILE.length)] ?? '');
    const changes: readonly (() => Buffer[])[] = [
      () => [before, hostile, bytes.subarray(at)],
      () => [before, hostile, after],
      () => [before, after],
      () => [before],
      () => [before, ...Array.from({ length: 1 + below(60) }, () => taken), after],
      () => [before, Buffer.from(taken).reverse(), after],
      () => [before, Buffer.from(taken.map((byte) => byte ^ (1 << below(8)))), after],
      () => [before, Buffer.alloc(length, below(256)), after],
      () => [before, Buffer.from(hostile.toString().repeat(1 + below(400))), after],
    ];
    bytes = Buffer.concat(changes[below(changes.length)]?.() ?? []);
  }
  return bytes.subarray(0, MOST_BYTES);
}

const MOST_BYTES = 200_000;
