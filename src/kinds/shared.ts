/** What several kinds of data have in common. */
import type { FactUses, ItemShape } from './define-kind.ts';
import type { KnownFacts } from './facts.ts';

export const IMAGE = {
  IMAGE_SIZE: { words: 'height, width' },
  CHANNELS: {},
  DEEP_PIXELS: { words: 'more than 8 bits a channel; None: asked of each file', unknown: null },
} as const satisfies FactUses;
export const CLASSES = { CLASS_COUNT: { nullable: true } } as const satisfies FactUses;
/** How the rows of a table are written. */
export const CELLS = {
  SEPARATOR: {},
  ENCODING: { unknown: null },
  CELL_FORM: { unknown: null },
} as const satisfies FactUses;
export const TABLE = { TABLE_FILE: {}, ...CELLS } as const satisfies FactUses;
const DAY_FIRST = {
  words: 'the day stands before the month; None: seen in the dates',
  unknown: null,
} as const;
/** The date column of a series. */
export const TIMES = {
  DATE_COLUMN: { words: 'None: row order', unknown: null },
  DAY_FIRST,
} as const satisfies FactUses;
/** Which series of several in one table. */
export const ONE_SERIES = {
  SERIES_COLUMN: { words: 'column that tells series apart; None: one series', unknown: null },
  SERIES: { words: 'its value in the rows that are read', unknown: null },
} as const satisfies FactUses;
/** What the columns that are learnt from hold; all are known or none. */
export const ROLES = {
  NUMBERS: {
    words: 'names of features that are numbers; None: told by their values',
    unknown: null,
  },
  DATES: { words: 'the same of dates', unknown: null },
  CATEGORIES: { words: 'the same of words and codes', unknown: null },
  DAY_FIRST,
} as const satisfies FactUses;
/** How a column of a table names files. */
export const FILE_NAMES = {
  EXACT_NAMES: {
    words: 'each name is the path of a file below the folder; None: files are searched',
    unknown: null,
  },
} as const satisfies FactUses;
export const IMAGE_ROWS = {
  ...TABLE,
  ...FILE_NAMES,
  IMAGE_FOLDER: {},
  IMAGE_COLUMN: {},
  IMAGE_SUFFIX: { words: 'appended to the column\'s value; ""' },
  TARGET: {
    words: 'class, number, text: a name; labels: a list of 0/1 columns, or one column of words',
  },
  LABEL_SEPARATOR: {
    words: 'between the labels of one column; None: a column a label',
    nullable: true,
  },
} as const satisfies FactUses;
export const WORDS = { VOCABULARY_SIZE: {}, SEQUENCE_LENGTH: {} } as const satisfies FactUses;
export const SOUND = { SAMPLE_RATE: {}, CLIP_SECONDS: {}, ...CLASSES } as const satisfies FactUses;

export const NEW_IMAGES = { path: 'new/', words: 'an image or a folder of them' };
export const NEW_SOUNDS = { path: 'new/', words: 'a .wav file or a folder of them' };
export const NEW_ROWS = {
  path: 'new.csv',
  words: 'a table with the columns of the training data; the target may be missing',
};
export const NEW_TEXT_ROWS = { path: 'new.csv', words: 'such a table, or a .txt file' };

export const IMAGE_NOUNS =
  /\b(?:images?|pictures?|photos?|photographs?|scans?|x-rays?|mri|frames?|drawings?)\b/i;
export const SOUND_NOUNS =
  /\b(?:audio|sounds?|speech|voices?|music|songs?|recordings?|waveforms?|spectrograms?|mfccs?|clips?)\b/i;

/** [height, width, channels]. */
export function imageShape({ IMAGE_SIZE: size, CHANNELS: channels }: KnownFacts): ItemShape | null {
  return size === undefined || size === null ? null : [...size, channels ?? null];
}

/** [length] of word numbers. */
export function wordShape({ SEQUENCE_LENGTH: length }: KnownFacts): ItemShape {
  return [length ?? null];
}

/** Programs hand on a spectrogram as an image or as a sequence of frames; their first layer tells which. */
export function soundShape(_: KnownFacts, firstLayer?: string): ItemShape | null {
  if (firstLayer === undefined) return null;
  return /2D/.test(firstLayer) ? [null, null, 1] : [null, null];
}

/** An image's shape in words: `(64, 64, 3)`; null where its size is not known. */
export function imageSize({ IMAGE_SIZE: size, CHANNELS: channels }: KnownFacts): string | null {
  return size === undefined || size === null ? null : `(${size.join(', ')}, ${channels ?? 3})`;
}

/** `Colour images of shape (64, 64, 3), pixel values 0-255`. */
export function describeImages(facts: KnownFacts): string | null {
  const size = imageSize(facts);
  if (size === null) return null;
  return `${facts.CHANNELS === 1 ? 'Grey' : 'Colour'} images of shape ${size}, pixel values 0-255`;
}

export function describeTexts({
  TEXT_COLUMN,
  SEQUENCE_LENGTH,
  VOCABULARY_SIZE,
}: KnownFacts): string {
  return `Texts${ofColumn(TEXT_COLUMN)} as word numbers of shape (${SEQUENCE_LENGTH},), ${VOCABULARY_SIZE} words known`;
}

export function describeSounds({ CLIP_SECONDS, SAMPLE_RATE }: KnownFacts): string {
  return `Sound clips of ${CLIP_SECONDS} s at ${SAMPLE_RATE} samples per second`;
}

/** Names in quotes, separated by commas; empty where there is none. */
export function quoted(value: string | number | readonly string[] | null | undefined): string {
  if (typeof value === 'string') return value === '' ? '' : `'${value}'`;
  return Array.isArray(value) ? value.map((item) => `'${item}'`).join(', ') : '';
}

/** ` of column 'text'`; empty where the column is not known. */
export function ofColumn(value: string | number | null | undefined): string {
  const name = quoted(value);
  return name === '' ? '' : ` of column ${name}`;
}
