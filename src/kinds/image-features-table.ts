import { defineKind } from './define-kind.ts';
import {
  CLASSES,
  describeImages,
  IMAGE_ROWS,
  NEW_ROWS,
  IMAGE,
  IMAGE_NOUNS,
  quoted,
} from './shared.ts';

export const imageFeaturesTable = defineKind({
  lies: 'a table beside images whose other columns are inputs too',
  layout:
    '{TABLE_FILE}      columns {IMAGE_COLUMN}, {FEATURES}, {TARGET}\n{IMAGE_FOLDER}/*.jpg|png',
  facts: {
    ...IMAGE_ROWS,
    ...IMAGE,
    ...CLASSES,
    FEATURES: { words: 'names of the other columns' },
    CATEGORICAL: { words: 'names of number columns that are codes' },
  },
  forms: true,
  parts: true,
  form: 'other',
  item: () => null,
  newItems: NEW_ROWS,
  onePerRow: false,
  groups: { column: true, paths: 'items["path"]' },
  describe: (facts) => {
    const images = describeImages(facts);
    const columns = quoted(facts.FEATURES);
    return images === null
      ? null
      : `${images}, and columns of a table${columns === '' ? '' : `: ${columns}`}`;
  },
  modality: 'mixed',
  subjects: ['images', 'tables'],
  nouns: IMAGE_NOUNS,
});
