/** Stacks of layers that a requirement states in words or numbers: `two hidden layers of 64 units`, `128-64-32`. */

export interface StatedStack {
  /** Offsets in the text that it was read from. */
  readonly span: readonly [number, number];
  /** Units layer by layer; empty where only a number of layers is stated. */
  readonly units: readonly number[];
  readonly count: number;
}

export interface StatedStacks {
  readonly dense: StatedStack | null;
  readonly recurrent: StatedStack | null;
  /** Their units are filters. */
  readonly convolution: StatedStack | null;
  readonly embedding: number | null;
}

const COUNTS = ['one', 'two', 'three', 'four', 'five', 'six'];
const COUNT = `(${COUNTS.join('|')}|an?|(?:a )?single|[1-6])`;
const UNIT = String.raw`(?:units?|neurons?|nodes?|cells?|filters?)`;
const NEXT = String.raw`\s*(?:,\s*(?:and|then)?|and|then|->|→|–|-|\/|&|\+|followed by)\s*`;
const SIZES = String.raw`(\d{1,4}(?:\s*${UNIT})?(?:${NEXT}\d{1,4}(?:\s*${UNIT})?)*)(?![.\d]*\d|\s*(?:%|percent|epochs?|classes|rows|[x×]\s?\d|kernels?))`;
const JOIN = String.raw`\s*(?:,|:|\(|\[|=|of|with|having|containing|each|sized?|sizes|using|in them|that have|\s)*\s*`;
const KINDS = {
  dense: String.raw`(?:hidden|dense|fully[- ]connected|fc|linear|feed-?forward)`,
  recurrent: String.raw`(?:(?:stacked |bi-?directional |bi-?)*(?:lstm|gru|rnn|simplernn)s?)`,
  convolution: String.raw`(?:(?:[12]d )?conv(?:olution(?:al)?|nets?)?(?:[ -]?[12]d)?)`,
} as const;

function patterns(kind: string, bare: boolean): readonly string[] {
  const layers = String.raw`\b(?:${COUNT}\s+)?(?:more |stacked |hidden |big |small )*${kind}(?:\s+(?:hidden|dense))?(?:\s+layers?|-layers?)`;
  return [
    `${layers}${JOIN}${SIZES}`,
    String.raw`\b(?:${COUNT}\s+)?(?:more )?${kind}s?\s*\(${SIZES}`,
    ...(bare ? [String.raw`\b${COUNT}\s+layers?\b${JOIN}${SIZES}\s*${UNIT}`] : []),
    layers,
  ];
}

function readStack(text: string, kind: keyof typeof KINDS): StatedStack | null {
  for (const pattern of patterns(KINDS[kind], kind === 'dense')) {
    const found = new RegExp(pattern, 'i').exec(text);
    if (found === null) continue;
    const said = found[1]?.toLowerCase();
    const units = (found[2]?.match(/\d+/g) ?? []).map(Number).filter((size) => size > 0);
    const stated = said === undefined ? 0 : COUNTS.indexOf(said) + 1 || Number(said) || 1;
    if (said === undefined && units.length === 0) continue;
    const [first] = units;
    const count = Math.max(stated, units.length);
    const filled = units.length === 1 && first !== undefined ? Array(count).fill(first) : units;
    return { units: filled, count, span: [found.index, found.index + found[0].length] };
  }
  if (kind !== 'dense') return null;
  const chain =
    /(?<![\d-])(\d{1,4}(?:-\d{1,4}){1,5})(?![\d-])[^.;]{0,24}(?:layers?|neurons?|units?|network|mlp|architecture)/i.exec(
      text,
    );
  const units = chain?.[1]?.split('-').map(Number) ?? [];
  return chain === null || units.length < 2
    ? null
    : { units, count: units.length, span: [chain.index, chain.index + chain[0].length] };
}

export function readStacks(text: string): StatedStacks {
  const size =
    /\bembeddings?(?: layers?| vectors?)?\s*(?:dim(?:ension)?s?|size)?\s*(?:of|is|=|:|with)?\s*(?:size |dim(?:ension)?s? )?(\d{1,4})\b(?! (?:words|classes))/i.exec(
      text,
    )?.[1] ?? /\b(\d{1,4})[- ](?:dim(?:ension(?:al|s)?)?s?) (?:word )?embeddings?/i.exec(text)?.[1];
  const embedding = Number(size ?? 0);
  return {
    dense: readStack(text, 'dense'),
    recurrent: readStack(text, 'recurrent'),
    convolution: readStack(text, 'convolution'),
    embedding: embedding > 0 ? embedding : null,
  };
}
