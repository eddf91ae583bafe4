import type { DataSpec, TargetKind } from '../artifacts/index.ts';

const CLASSES = /\bclass(?:es|ification)?\b|\bcategor/i;
const CLASS_COUNT = /\b(\d+)(?: \w+)? classes\b/i;
const PICTURES = /\b(?:images?|pictures?|photos?|photographs?)\b/i;

/** Inputs of these kinds are described as what they are, or by their sizes. */
const NOUNS: readonly { kinds: RegExp; words: RegExp }[] = [
  {
    kinds: /^image/,
    words: /\b(?:images?|pictures?|photos?|photographs?|scans?|x-rays?|mri|frames?|drawings?)\b/i,
  },
  {
    kinds: /^audio/,
    words:
      /\b(?:audio|sounds?|speech|voices?|music|songs?|recordings?|waveforms?|spectrograms?|mfccs?|clips?)\b/i,
  },
];

/** Words of one kind of data: where the data or what is made of them are another, a description with them is false. */
const SUBJECTS: readonly { words: RegExp; kinds: RegExp; made: readonly TargetKind[] }[] = [
  { words: PICTURES, kinds: /^(?:image|arrays)/, made: ['image', 'sample'] },
  { words: /\b(?:audio|sounds?|waveforms?)\b/i, kinds: /^audio/, made: [] },
  { words: /\b(?:tabular|tables?)\b/i, kinds: /table|series|arrays/, made: [] },
  {
    words: /\b(?:texts?|sentences?|documents?|words?|tokens?|tokenized)\b/i,
    kinds: /^(?:text|tagged-words|image-captions)/,
    made: ['text', 'next', 'tags', 'match'],
  },
];

interface OutputWords {
  readonly must?: RegExp;
  readonly never?: RegExp;
}

const NO_NUMBER =
  /\bclass(?:es|ification)?\b|\bcategor|\b(?:binary|generated|captions?|box(?:es)?|words?|masks?)\b/i;

/** What a description of a target has to speak of, and what it never speaks of. */
const OUTPUT_WORDS: Readonly<Partial<Record<TargetKind, OutputWords>>> = {
  class: {
    never:
      /\b(?:generated|captions?|box(?:es)?|bounding|continuous|regression|next|start|masks?)\b/i,
  },
  number: { never: NO_NUMBER },
  future: { never: NO_NUMBER },
  mask: { must: /\b(?:masks?|segment\w*|maps?|pixels?|shape)\b/i },
  image: { must: /\b(?:images?|pictures?|photos?|masks?|maps?|pixels?)\b/i, never: CLASSES },
  box: { must: /\b(?:box(?:es)?|bounding|coordinates|locations?|positions?)\b/i },
  tags: { must: /\b(?:tags?|labels?|entit\w+)\b/i, never: /\bbinary\b/i },
  labels: { never: /\bbinary classification\b/i },
  next: { must: /\b(?:words?|characters?|tokens?|texts?|sequences?)\b/i, never: CLASSES },
  text: {
    must: /\b(?:captions?|texts?|words?|sequences?|sentences?|summar\w+|translat\w+|answers?|characters?|descriptions?)\b/i,
    never: CLASSES,
  },
  anomaly: { must: /\b(?:anomal\w*|reconstruct\w*|outliers?|normal)\b/i },
};

/** Whether a predicted description of the inputs can be one of these data: their kind, and their sizes where it has some. */
export function inputWordsFit(text: string, { kind, facts }: DataSpec): boolean {
  if (SUBJECTS.some(({ words, kinds }) => words.test(text) && !kinds.test(kind))) return false;
  const sizes = sizesIn(text);
  const isNamed = NOUNS.every(({ kinds, words }) => !kinds.test(kind) || words.test(text));
  if (!isNamed && sizes.length === 0) return false;
  const side = facts['IMAGE_SIZE'];
  if (!kind.startsWith('image') || !Array.isArray(side))
    return sizes.every((size) => areKnown(size, facts));
  const shapes = [side, [...side, facts['CHANNELS']]].map(String);
  return sizes.every((size) => size.length === 0 || shapes.includes(String(size)));
}

/** Whether a predicted description of the outputs can be one of this target and its number of classes. */
export function outputWordsFit(text: string, { kind, target, facts }: DataSpec): boolean {
  const { must, never } = OUTPUT_WORDS[target] ?? {};
  if (must?.test(text) === false || never?.test(text) === true) return false;
  if (/\bmulti-?label/i.test(text) && target !== 'labels') return false;
  const isOther = SUBJECTS.some(
    ({ words, kinds, made }) => words.test(text) && !kinds.test(kind) && !made.includes(target),
  );
  if (isOther) return false;
  const count = facts['CLASS_COUNT'];
  if (target === 'class' && typeof count === 'number') return classWordsFit(text, count);
  return sizesIn(text).every((sizes) => areKnown(sizes, facts));
}

function classWordsFit(text: string, count: number): boolean {
  const stated = CLASS_COUNT.exec(text)?.[1];
  if (stated !== undefined && Number(stated) !== count) return false;
  if (/\bbinary\b/i.test(text) && count !== 2) return false;
  const units = count === 2 ? [1, 2] : [count];
  return sizesIn(text).every(
    (sizes) => sizes.length === 0 || (sizes.length === 1 && units.includes(sizes[0] ?? 0)),
  );
}

/** The numbers of each shape that a text states: `(batch, 224, 224, 3)`, `64x64`. */
function sizesIn(text: string): number[][] {
  const tuples = [...text.matchAll(/\(([\w\s,]*,[\w\s,]*)\)/g)].map(([, inside = '']) =>
    inside.split(','),
  );
  const pairs = [...text.matchAll(/\b(\d+) ?[x×] ?(\d+)\b/g)].map(([, left, right]) => [
    left,
    right,
  ]);
  return [...tuples, ...pairs].map((parts) =>
    parts
      .map((part) => part?.trim() ?? '')
      .filter((part) => /^\d+$/.test(part))
      .map(Number),
  );
}

function areKnown(sizes: readonly number[], facts: DataSpec['facts']): boolean {
  const known = new Set(Object.values(facts).flat().map(Number));
  return sizes.every((size) => size === 1 || known.has(size));
}
