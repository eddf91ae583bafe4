import type { DataKind, DataSpec, FactValue, Plan, TargetKind } from '../artifacts/index.ts';
import { INPUT_FORM } from './trunk-table.ts';
import { isBackbone } from '../plan/index.ts';
import { classCount } from './head.ts';

/** Dataset and preprocessing of the plan in words, made of the facts alone: nothing of the user's rows is in them. */
export function describeData(
  data: DataSpec,
  classNames: readonly string[],
  sample: Plan,
  backbone: string | null = null,
): Pick<Plan, 'dataset' | 'preprocess'> {
  return {
    dataset: {
      input: describeInput(data, sample),
      output: describeOutput(data, classNames),
    },
    preprocess: describePreprocess(data, sample, backbone),
  };
}

const MOST_NAMED_CLASSES = 20;

function sizeOf(facts: DataSpec['facts']): string | null {
  const size = facts['IMAGE_SIZE'];
  return Array.isArray(size) ? `(${size.join(', ')}, ${String(facts['CHANNELS'] ?? 3)})` : null;
}

function named(value: FactValue | undefined): string {
  if (Array.isArray(value)) return value.map((item) => `'${String(item)}'`).join(', ');
  return typeof value === 'string' && value !== '' ? `'${value}'` : '';
}

function describeInput(data: DataSpec, sample: Plan): string {
  const { kind, facts } = data;
  const size = sizeOf(facts);
  const colours = facts['CHANNELS'] === 1 ? 'Grey' : 'Colour';
  const others = named(facts['FEATURES']);
  if (kind === 'image-features-table' && size !== null) {
    return `${colours} images of shape ${size}, pixel values 0-255, and columns of a table${others === '' ? '' : `: ${others}`}`;
  }
  if (size !== null) return `${colours} images of shape ${size}, pixel values 0-255`;
  if (kind === 'table') {
    const categories = Array.isArray(facts['CATEGORY_SIZES']) ? facts['CATEGORY_SIZES'].length : 0;
    return `Table rows: ${String(facts['NUMERIC_COUNT'] ?? 'all')} number columns and ${categories} category columns${others === '' ? '' : ` (${others})`}`;
  }
  if (kind === 'series') {
    return `Windows of ${String(facts['WINDOW'])} time steps of ${others === '' ? 'the number columns' : others}`;
  }
  if (kind === 'text-pairs' && data.target === 'class') {
    const columns = named(facts['TEXT_COLUMNS']);
    return `Two texts${columns === '' ? '' : ` of columns ${columns}`} as word numbers of shape (${String(facts['SEQUENCE_LENGTH'])},) each, ${String(facts['VOCABULARY_SIZE'])} words known`;
  }
  if (kind === 'signal-table')
    return `Signals of ${String(facts['SIGNAL_LENGTH'])} values, one a row`;
  if (kind === 'arrays') return `Arrays of shape ${JSON.stringify(facts['INPUT_SHAPE'])} an item`;
  if (kind === 'audio-folders' || kind === 'audio-table') {
    return `Sound clips of ${String(facts['CLIP_SECONDS'])} s at ${String(facts['SAMPLE_RATE'])} samples per second`;
  }
  if (kind === 'text-pairs')
    return `Texts of up to ${String(facts['SOURCE_LENGTH'])} words${columnOf(facts['SOURCE_COLUMN'])}`;
  if (kind === 'tagged-words')
    return `Sentences of up to ${String(facts['SEQUENCE_LENGTH'])} words, a word a row`;
  if (INPUT_FORM[kind] === 'words') {
    return `Texts${columnOf(facts['TEXT_COLUMN'])} as word numbers of shape (${String(facts['SEQUENCE_LENGTH'])},), ${String(facts['VOCABULARY_SIZE'])} words known`;
  }
  return sample.dataset.input;
}

const OUTPUTS: Readonly<Record<TargetKind, (data: DataSpec, names: string) => string>> = {
  class: (data, names) => {
    const count = classCount(data);
    const what = count === 2 ? 'Binary: one of 2 classes' : `One of ${count} classes`;
    return `${what}${names}${column(data)}`;
  },
  labels: (data) => `${classCount(data)} labels, each present or not${column(data)}`,
  number: (data) => {
    const names = data.facts['TARGET'];
    return Array.isArray(names) && names.length > 1
      ? `${names.length} numbers: columns ${named(names)}`
      : `A number${column(data)}`;
  },
  future: ({ facts }) =>
    `The next ${Number(facts['HORIZON'] ?? 1) === 1 ? 'value' : `${String(facts['HORIZON'])} values`}${named(facts['TARGET']) === '' ? '' : ` of ${named(facts['TARGET'])}`}`,
  box: ({ facts }) => {
    const classes =
      typeof facts['CLASS_COUNT'] === 'number'
        ? ` and one of ${facts['CLASS_COUNT']} classes${column({ kind: 'image-boxes', target: 'box', facts })}`
        : '';
    return `Box of the main object (left, top, right, bottom as shares of the image)${classes}`;
  },
  mask: (data) => {
    const [height, width] = Array.isArray(data.facts['IMAGE_SIZE']) ? data.facts['IMAGE_SIZE'] : [];
    return `A mask of shape (${String(height)}, ${String(width)}) with ${classCount(data)} classes a pixel`;
  },
  image: ({ facts }) => {
    const size = sizeOf({ ...facts, CHANNELS: facts['TARGET_CHANNELS'] ?? facts['CHANNELS'] ?? 3 });
    return `Images of shape ${size ?? 'as the input'}, values 0-1`;
  },
  text: ({ kind, facts }) => TEXTS[kind]?.(facts) ?? 'A text',
  next: ({ facts }) => `The next word, one of ${String(facts['VOCABULARY_SIZE'])}`,
  tags: (data) => `One of ${classCount(data)} tags for each word`,
  same: () => 'Whether two items are of the same class',
  match: () => 'How well a text fits an image',
  anomaly: () => 'How unusual an item is, and whether it is an anomaly',
  sample: ({ facts }) => `New images of shape ${sizeOf(facts) ?? 'as the input'}`,
};

/** What a text target is made of. */
const TEXTS: Readonly<Partial<Record<DataKind, (facts: DataSpec['facts']) => string>>> = {
  'image-table': () => 'The text that stands in the image',
  'image-captions': () => 'A sentence about the image, word by word',
  'text-pairs': (facts) =>
    `A text of up to ${String(facts['TARGET_LENGTH'])} words${columnOf(facts['TARGET_COLUMN'])}`,
};

function columnOf(value: FactValue | undefined): string {
  return named(value) === '' ? '' : ` of column ${named(value)}`;
}

function column({ facts }: DataSpec): string {
  const name = named(facts['TARGET']);
  return name === '' ? '' : `, column ${name}`;
}

function describeOutput(data: DataSpec, classNames: readonly string[]): string {
  const matching =
    classNames.length === classCount(data) && classNames.length <= MOST_NAMED_CLASSES;
  const names = matching ? `: ${classNames.join(', ')}` : '';
  return OUTPUTS[data.target](data, names);
}

/** The sample's own words, with its picture size, text length and backbone replaced by the real ones. */
function describePreprocess({ facts }: DataSpec, sample: Plan, backbone: string | null): string {
  const size = facts['IMAGE_SIZE'];
  const length = facts['SEQUENCE_LENGTH'];
  let words = sample.preprocess;
  if (Array.isArray(size)) {
    words = words.replace(
      /\b\d+ ?(?:x|by) ?\d+\b(?! pixels)/,
      `${String(size[0])} x ${String(size[1])}`,
    );
  }
  if (length !== undefined) words = words.replace(/\b\d+ words\b/, `${String(length)} words`);
  // Every backbone expects pixels of its own range.
  const other = sample.layers.find(isBackbone)?.replace(/\(.*$/s, '');
  if (backbone === null || other === backbone) return words;
  if (other === undefined) return words.replace(/rescale to 0-1/, `scale as ${backbone} expects`);
  return words.replace(new RegExp(`(?:to the range [^,]*? that )?${other}`), `as ${backbone}`);
}
