import { ownTable } from '../core/index.ts';

/** Steps of preprocessing as a plan writes them. */
export const STEP_WORDS: Readonly<Record<string, string>> = ownTable({
  'drop columns': 'drop columns that are not used',
  'drop missing values': 'drop rows with missing values',
  'drop duplicates': 'drop duplicate rows',
  'fill missing values': 'fill missing values',
  'parse dates': 'parse dates',
  'one-hot encode': 'one-hot encode',
  'label encode': 'encode labels as numbers',
  standardize: 'standardize the values',
  'min-max scale': 'scale the values to 0-1',
  'scale to unit length': 'scale to unit length',
  rescale: 'rescale pixel values',
  'backbone preprocessing': 'preprocess pixels as the backbone expects them',
  resize: 'resize images',
  augment: 'augment images',
  'convert colours': 'convert colours',
  tokenize: 'tokenize texts',
  'pad sequences': 'pad sequences to one length',
  'count words': 'turn texts into word counts',
  'clean text': 'clean texts',
  window: 'cut the series into windows',
  'extract audio features': 'compute spectral features',
  oversample: 'balance the classes by resampling',
  'reduce dimensions': 'reduce dimensions',
  split: 'split into training and test data',
});
