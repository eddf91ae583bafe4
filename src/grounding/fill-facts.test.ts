import { expect, test } from 'vitest';
import type { DataSpec, Facts } from '../artifacts/index.ts';
import { readRequirement, statedOf } from '../requirement/index.ts';
import { fillFacts } from './fill-facts.ts';
import { nameTarget } from './name-target.ts';
import { statedTarget } from './stated-target.ts';

const TABLE: DataSpec = {
  kind: 'table',
  target: 'class',
  facts: {
    TABLE_FILE: 'rows.csv',
    SEPARATOR: ',',
    TARGET: 'kind',
    FEATURES: null,
    ID_COLUMN: null,
    TEST_FILE: null,
    CLASS_COUNT: 2,
    NUMERIC_COUNT: 6,
    CATEGORY_SIZES: [20, 6],
  },
};
const MASKS: DataSpec = {
  kind: 'image-masks',
  target: 'mask',
  facts: { IMAGE_FOLDER: 'images', MASK_FOLDER: 'masks', CLASS_COUNT: 2, MASK_VALUES: [0, 255] },
};

const SERIES: DataSpec = {
  kind: 'series-table',
  target: 'future',
  facts: {
    TABLE_FILE: 'sales.csv',
    SEPARATOR: ',',
    DATE_COLUMN: 'date',
    SERIES_COLUMNS: ['store'],
    TARGET: 'sales',
    FEATURES: ['price'],
    WINDOW: 24,
    HORIZON: 7,
  },
};

test.each<readonly [string, DataSpec, Facts]>([
  [
    'data/turbines.csv has timestamp, turbine_id, wind_speed and power_kw. Predict power_kw',
    SERIES,
    {
      TABLE_FILE: 'turbines.csv',
      DATE_COLUMN: 'timestamp',
      SERIES_COLUMNS: ['turbine_id'],
      TARGET: 'power_kw',
      FEATURES: ['wind_speed'],
    },
  ],
  [
    'Forecast the consumption of each shop, columns shop_id, date, kwh',
    SERIES,
    { SERIES_COLUMNS: ['shop_id'], TARGET: 'kwh', FEATURES: [] },
  ],
  [
    'Forecast the load, columns date, load_mw, temperature. Predict load_mw',
    { ...SERIES, kind: 'series' },
    { TARGET: 'load_mw', FEATURES: ['load_mw', 'temperature'] },
  ],
  ['Predict churn from a table', TABLE, { TARGET: 'churn', FEATURES: null, NUMERIC_COUNT: 6 }],
  [
    'Build a network to predict hospital deaths, and evaluate it',
    TABLE,
    { TARGET: 'hospital_death' },
  ],
  ['Classify films by their genre from a table of numbers', TABLE, { TARGET: 'genre' }],
  ['Predict the label of each row', TABLE, { TARGET: null }],
  [
    'Predict churn from 12 numerical and 2 categorical columns',
    TABLE,
    { NUMERIC_COUNT: 12, CATEGORY_SIZES: [20, 6] },
  ],
  ['Predict churn from 30 features', TABLE, { NUMERIC_COUNT: 30, CATEGORY_SIZES: [] }],
  ['Predict churn from the 5 most important features', TABLE, { NUMERIC_COUNT: 6 }],
  [
    'A CSV with columns id, brand, year, mileage and price: predict the price',
    TABLE,
    {
      ID_COLUMN: 'id',
      FEATURES: ['brand', 'year', 'mileage'],
      NUMERIC_COUNT: 2,
      CATEGORY_SIZES: [20],
    },
  ],
  ['Predict churn from features such as age, tenure and fee', TABLE, { FEATURES: null }],
  [
    'Predict churn from training.csv, validation.csv and test.csv',
    TABLE,
    {
      TABLE_FILES: ['training.csv', 'validation.csv', 'test.csv'],
      SPLIT_COLUMN: 'split',
      TEST_FILE: null,
    },
  ],
  [
    'Predict churn. The data include training and test sets.',
    TABLE,
    { TABLE_FORM: 'stacked', TABLE_FILES: ['train.csv', 'test.csv'], SPLIT_COLUMN: 'split' },
  ],
  ['Predict churn; plot the loss on the training and validation sets', TABLE, { TABLE_FILE: null }],
  [
    'Predict churn from train.csv, write a submission for the test set',
    TABLE,
    { TEST_FILE: 'test.csv' },
  ],
  [
    'Segment cells. The images are organized into training, validation and testing directories.',
    MASKS,
    { TRAIN_FOLDER: 'train', VALIDATION_FOLDER: 'validation', TEST_FOLDER: 'test' },
  ],
  [
    'Segment cells with Dice loss',
    { ...MASKS, facts: { ...MASKS.facts, CLASS_COUNT: 3, MASK_VALUES: [0, 1, 2] } },
    { CLASS_COUNT: 2, MASK_VALUES: [0, 255] },
  ],
  ['Multi-class segmentation of streets', MASKS, { CLASS_COUNT: 3, MASK_VALUES: [0, 1, 2] }],
])('%s', (text, data, facts) => {
  const reading = readRequirement({ text, attributes: '' });
  const filled = fillFacts(
    data,
    reading.words,
    statedOf(reading),
    statedTarget(reading) ?? undefined,
    nameTarget(reading),
  );
  expect(filled.facts).toMatchObject(facts);
});
