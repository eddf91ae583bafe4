import { expect } from 'vitest';

const words = (pattern: RegExp): unknown => expect.stringMatching(pattern) as unknown;

/** What becomes of the shared cases, by id: they are read rightly, or what is not done is said, or refused, in words. */
export const EXPECTED_CASES: Readonly<Record<string, object>> = {
  '01_emotion': {
    kind: 'audio-table',
    target: 'class',
    facts: {
      CLASS_SPELLINGS: [
        ['01', 'neutral'],
        ['02', 'calm'],
        ['03', 'happy'],
        ['04', 'sad'],
      ],
    },
  },
  '03_pixels': { said: words(/Usage of fer\.csv says which split .* split anew/) },
  '05_turbofan': { refused: words(/rows of numbers between blanks/) },
  '07_intents': {
    kind: 'text-table',
    target: 'class',
    facts: { TEXT_COLUMN: 'patterns', TARGET: 'tag' },
  },
  '08_steering': { said: words(/Image Regression.*replaced|Target: 6 is predicted/) },
  '10_store_sales': {
    kind: 'series-table',
    facts: { SERIES_COLUMNS: ['store_nbr', 'family'], TARGET: 'sales', HORIZON: 15 },
    said: words(/test.csv is not read/),
  },
  '14_rle': {
    kind: 'image-masks',
    target: 'mask',
    facts: { TABLE_FORM: 'run-lengths', RUNS_COLUMN: 'EncodedPixels', CLASS_COUNT: 3 },
  },
  '15_16bit_png': { kind: 'image-folders', target: 'class', facts: { CHANNELS: 1 } },
  '16_dicom': { refused: words(/\.dcm, which are not read: save images as PNG/) },
  '17_idx': { refused: words(/IDX arrays are not read; save them as \.npy/) },
  '17_xlsx': { refused: words(/ventas\.xlsx cannot be read .* save the sheet as CSV/) },
  '18_outcomes': { kind: 'table', target: 'class', facts: { TARGET: 'Status', CLASS_COUNT: 3 } },
  '19_row_series': {
    kind: 'arrays',
    target: 'number',
    facts: { INPUT_KEY: 'timeseries_data', TARGET: ['y1', 'y2', 'y3', 'y4', 'y5'] },
  },
  '20b_rain': { refused: words(/asks for a forecast/) },
  '22_conll': { kind: 'tagged-words', target: 'tags', facts: { TABLE_FILE: 'train.txt' } },
  '23_air': {
    kind: 'series',
    target: 'future',
    facts: { TARGET: 'CO(GT)', MISSING_NUMBERS: [-200] },
  },
  '26_ct': { refused: words(/no column to learn cancer from/) },
  '30_survival': { said: words(/survival/i) },
  '38_keypoints': { kind: 'arrays', target: 'number', facts: { INPUT_KEY: 'Image' } },
  '42_mask_table': {
    kind: 'image-masks',
    target: 'mask',
    facts: { TABLE_FORM: 'mask-names', MASK_COLUMN: 'mask_filename' },
  },
  '44_pairs': { refused: words(/asks for pairs to be compared/) },
  '45_news': {
    kind: 'text-table',
    target: 'class',
    facts: { TARGET: 'label', TABLE_FORM: 'stacked' },
  },
  '48_onehot': {
    kind: 'table',
    target: 'labels',
    facts: { TARGET: ['steel_Pastry', 'steel_Scratch', 'steel_Bumps'] },
  },
  '49_split_col': { kind: 'image-table', target: 'class', facts: { TARGET: 'labels' } },
  '51_split_tables': { kind: 'image-table', target: 'class', facts: { TARGET: 'Label' } },
  '54_glue': {
    kind: 'text-table',
    target: 'class',
    facts: { SPLIT_COLUMN: 'split', TEST_FILE: 'test.tsv' },
  },
  '58_varlen': { refused: words(/no column to learn label from|different lengths/) },
  '60_birds': { refused: words(/\.ogg, which are not read: convert it to wav/) },
  '65_bike': {
    kind: 'table',
    target: 'number',
    facts: {
      TARGET: 'count',
      FEATURES: ['datetime', 'workingday', 'weather', 'temp', 'humidity', 'windspeed'],
    },
  },
  '67_auc': { kind: 'table', target: 'class', facts: { TARGET: 'Response' } },
  '68_labels': { kind: 'table', target: 'class', facts: { TARGET: 'answer', CLASS_COUNT: 2 } },
  '71_two_outputs': { said: words(/Only material is predicted; quality is no input either/) },
  '75_join': { said: words(/not used: customers\.csv/) },
  '82_agnews': { kind: 'text-table', target: 'class', facts: { TARGET: '0', TEXT_COLUMN: '2' } },
  'small-mpg': { kind: 'table', target: 'number', facts: { TARGET: 'miles_per_gallon' } },
  'small-student': { kind: 'table', target: 'number', facts: { TARGET: 'final_grade' } },
  'small-severity': { kind: 'table', target: 'class', facts: { TARGET: 'Accident_Severity' } },
  'small-none_class': { kind: 'table', target: 'class', facts: { CLASS_COUNT: 3 } },
  'small-twohidden': { kind: 'table', target: 'number', facts: { TARGET: 'price' } },
  'small-count_yes': { kind: 'table', target: 'class', facts: { CLASS_ABOVE: 0 } },
  'small-ym12': { kind: 'series', target: 'future', facts: { TARGET: 'sales', HORIZON: 6 } },
  'small-instances': { kind: 'image-masks', target: 'mask', facts: { CLASS_COUNT: 2 } },
  'small-title': { kind: 'text-table', target: 'class', facts: { TEXT_COLUMN: 'title' } },
  'small-long_iso': { kind: 'series', target: 'future', facts: { SERIES: 'AAA' } },
};
