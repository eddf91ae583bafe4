import { z } from 'zod';
import { TABLE_FORM_NAMES } from './table-form-names.ts';

export type FactValue = string | number | boolean | null | readonly FactValue[];

/** Named values of the data: the constants that generated code carries, e.g. `IMAGE_SIZE`, `TARGET`. */
export type Facts = Readonly<Record<string, FactValue>>;

const text = z.string();
const count = z.int().positive();
const names = z.array(text);
const counts = z.array(count);
const column = z.union([text, z.int().nonnegative()]);
/** Input file, target file and their keys of a split that is stored by itself. */
const arrays = z.array(text.nullable());

/** Every fact by its name; a kind says which it has, and where they may be unknown. */
export const FACTS = {
  // files and folders
  IMAGE_ROOT: text,
  TRAIN_FOLDER: text,
  VALIDATION_FOLDER: text,
  TEST_FOLDER: text,
  IMAGE_FOLDER: text,
  MASK_FOLDER: text,
  INPUT_FOLDER: text,
  TARGET_FOLDER: text,
  TEXT_ROOT: text,
  AUDIO_ROOT: text,
  AUDIO_FOLDER: text,
  TABLE_FILE: text,
  TEST_FILE: text,
  TEXT_FILE: text,
  INPUT_FILE: text,
  TARGET_FILE: text,
  INPUT_KEY: text,
  TARGET_KEY: text,
  VALIDATION_ARRAYS: arrays,
  TEST_ARRAYS: arrays,
  SEPARATOR: text,
  HEADER: z.boolean(),
  ENCODING: z.enum(['utf-8-sig']),
  CELL_FORM: z.enum(['plain', 'comma']),
  IMAGE_SUFFIX: text,
  EXACT_NAMES: z.boolean(),
  MASK_SUFFIX: text,
  TARGET_SUFFIX: text,
  AUDIO_SUFFIX: text,
  LABEL_SEPARATOR: text,
  // columns
  TARGET: z.union([text, names]),
  FEATURES: names,
  CATEGORICAL: names,
  NUMBERS: names,
  DATES: names,
  DAY_FIRST: z.boolean(),
  CATEGORIES: names,
  ID_COLUMN: text,
  DATE_COLUMN: text,
  SERIES_COLUMN: text,
  SERIES: text,
  SERIES_COLUMNS: names,
  IMAGE_COLUMN: text,
  MASK_COLUMN: text,
  RUNS_COLUMN: text,
  RUN_CLASS_COLUMN: text,
  AUDIO_COLUMN: text,
  CAPTION_COLUMN: text,
  BOX_COLUMNS: names,
  TEXT_COLUMN: text,
  TEXT_COLUMNS: names,
  SOURCE_COLUMN: column,
  TARGET_COLUMN: column,
  SENTENCE_COLUMN: text,
  WORD_COLUMN: text,
  TAG_COLUMN: text,
  // sizes
  IMAGE_SIZE: z.tuple([count, count]),
  CHANNELS: count,
  DEEP_PIXELS: z.boolean(),
  TARGET_CHANNELS: count,
  MASK_VALUES: z.array(z.int().nonnegative()),
  CLASS_COUNT: count,
  // how targets and numbers are written
  CLASS_SPELLINGS: z.array(z.tuple([text, text])),
  MISSING_CLASS: text,
  CLASS_ABOVE: z.number(),
  MISSING_NUMBERS: z.array(z.number()),
  NUMERIC_COUNT: z.int().nonnegative(),
  CATEGORY_SIZES: counts,
  VOCABULARY_SIZE: count,
  SEQUENCE_LENGTH: count,
  SOURCE_LENGTH: count,
  TARGET_LENGTH: count,
  WINDOW: count,
  HORIZON: count,
  SIGNAL_LENGTH: count,
  INPUT_SHAPE: counts,
  SAMPLE_RATE: count,
  CLIP_SECONDS: z.number().positive(),
  // rows that are no delimited text
  TABLE_FORM: z.enum(TABLE_FORM_NAMES),
  LINE_COLUMNS: names,
  TABLE_FILES: names,
  FILE_COLUMN: text,
  JOINED_FILES: names,
  JOIN_COLUMNS: names,
  RECORDS_KEY: text,
  SHEET: text,
  TITLE_ROWS: z.int().nonnegative(),
  TABLE_NAME: text,
  LIST_COLUMN: text,
  NAME_PATTERN: text,
  CLASS_LEVEL: count,
  CLASS_NAMES: names,
  SIZE_COLUMNS: names,
  BOX_TEXT_COLUMN: text,
  // items that belong together
  GROUP_PATTERN: text,
  GROUP_COLUMN: text,
  SPLIT_COLUMN: text,
  SPLIT_FOLDERS: arrays,
} as const;

export type FactName = keyof typeof FACTS;

/** The facts by name and type, each absent or null where it is unknown; `names` are those of a kind. */
export type KnownFacts<Names extends FactName = FactName> = {
  readonly [Name in Names]?: z.infer<(typeof FACTS)[Name]> | null;
};

/** The same facts by name and type: what reads a plan file or a sample has checked them. */
export function knownFacts(facts: Facts): KnownFacts {
  return facts;
}
