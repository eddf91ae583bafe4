import type { DataKind } from '../../src/artifacts/index.ts';

const IMAGE = ['IMAGE_SIZE', 'CHANNELS'];
const TABLE = ['TABLE_FILE', 'SEPARATOR'];
const IMAGE_TABLE = [
  ...TABLE,
  ...IMAGE,
  'IMAGE_FOLDER',
  'IMAGE_COLUMN',
  'IMAGE_SUFFIX',
  'TARGET',
  'LABEL_SEPARATOR',
  'CLASS_COUNT',
];
const AUDIO = ['SAMPLE_RATE', 'CLIP_SECONDS', 'CLASS_COUNT'];
const WORDS = ['VOCABULARY_SIZE', 'SEQUENCE_LENGTH'];

/** What the readers of rows that are no delimited text need besides. */
export const FORM_FACTS: Readonly<Record<string, readonly string[]>> = {
  names: ['TABLE_FORM', 'NAME_PATTERN'],
  folders: ['TABLE_FORM', 'CLASS_LEVEL'],
  headless: ['TABLE_FORM', 'LINE_COLUMNS'],
  yolo: ['TABLE_FORM', 'CLASS_NAMES'],
  'box-sizes': ['TABLE_FORM', 'SIZE_COLUMNS'],
  'box-text': ['TABLE_FORM', 'BOX_TEXT_COLUMN'],
  coco: ['TABLE_FORM'],
  polygons: ['TABLE_FORM', 'TABLE_FILE', 'CLASS_NAMES'],
  voc: ['TABLE_FORM'],
  records: ['TABLE_FORM'],
  mapping: ['TABLE_FORM'],
};

/** The facts of pairs of texts that are judged, not written. */
export const JUDGED_PAIRS = [
  ...TABLE,
  'TEXT_COLUMNS',
  'TARGET',
  'ID_COLUMN',
  'TEST_FILE',
  'CLASS_COUNT',
  ...WORDS,
];

/** The facts of each kind, as docs/pool.md lists them. */
export const FACT_NAMES: Readonly<Record<DataKind, readonly string[]>> = {
  'image-folders': ['IMAGE_ROOT', ...IMAGE, 'CLASS_COUNT'],
  'image-split-folders': [
    'IMAGE_ROOT',
    'TRAIN_FOLDER',
    'VALIDATION_FOLDER',
    'TEST_FOLDER',
    ...IMAGE,
    'CLASS_COUNT',
  ],
  'image-table': IMAGE_TABLE,
  'image-features-table': [...IMAGE_TABLE, 'FEATURES', 'CATEGORICAL'],
  'image-masks': [
    'IMAGE_FOLDER',
    'MASK_FOLDER',
    'MASK_SUFFIX',
    ...IMAGE,
    'CLASS_COUNT',
    'MASK_VALUES',
  ],
  'image-pairs': ['INPUT_FOLDER', 'TARGET_FOLDER', 'TARGET_SUFFIX', ...IMAGE, 'TARGET_CHANNELS'],
  images: ['IMAGE_FOLDER', ...IMAGE],
  'image-captions': [
    'IMAGE_FOLDER',
    ...TABLE,
    'IMAGE_COLUMN',
    'CAPTION_COLUMN',
    ...IMAGE,
    ...WORDS,
  ],
  'image-boxes': [
    'IMAGE_FOLDER',
    ...TABLE,
    'IMAGE_COLUMN',
    'BOX_COLUMNS',
    'TARGET',
    ...IMAGE,
    'CLASS_COUNT',
  ],
  table: [
    ...TABLE,
    'TARGET',
    'FEATURES',
    'CATEGORICAL',
    'ID_COLUMN',
    'TEST_FILE',
    'CLASS_COUNT',
    'NUMERIC_COUNT',
    'CATEGORY_SIZES',
  ],
  'text-table': [
    ...TABLE,
    'TEXT_COLUMN',
    'TARGET',
    'ID_COLUMN',
    'TEST_FILE',
    'CLASS_COUNT',
    ...WORDS,
  ],
  'text-folders': ['TEXT_ROOT', 'CLASS_COUNT', ...WORDS],
  'text-file': ['TEXT_FILE', ...WORDS],
  'text-pairs': [
    ...TABLE,
    'SOURCE_COLUMN',
    'TARGET_COLUMN',
    'HEADER',
    'VOCABULARY_SIZE',
    'SOURCE_LENGTH',
    'TARGET_LENGTH',
  ],
  'tagged-words': [
    ...TABLE,
    'SENTENCE_COLUMN',
    'WORD_COLUMN',
    'TAG_COLUMN',
    ...WORDS,
    'CLASS_COUNT',
  ],
  series: [...TABLE, 'DATE_COLUMN', 'TARGET', 'FEATURES', 'WINDOW', 'HORIZON'],
  'signal-table': [...TABLE, 'TARGET', 'HEADER', 'SIGNAL_LENGTH', 'CLASS_COUNT'],
  arrays: [
    'INPUT_FILE',
    'TARGET_FILE',
    'INPUT_KEY',
    'TARGET_KEY',
    'VALIDATION_ARRAYS',
    'TEST_ARRAYS',
    'INPUT_SHAPE',
    'CLASS_COUNT',
  ],
  'audio-folders': ['AUDIO_ROOT', ...AUDIO],
  'audio-table': [...TABLE, 'AUDIO_FOLDER', 'AUDIO_COLUMN', 'AUDIO_SUFFIX', 'TARGET', ...AUDIO],
};
