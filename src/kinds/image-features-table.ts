import { defineKind } from './define-kind.ts';
import {
  CLASSES,
  describePictures,
  IMAGE_ROWS,
  NEW_ROWS,
  PICTURE,
  PICTURE_NOUNS,
  quoted,
} from './shared.ts';

export const imageFeaturesTable = defineKind({
  lies: 'a table beside images whose other columns are inputs too',
  layout:
    '{TABLE_FILE}      columns {IMAGE_COLUMN}, {FEATURES}, {TARGET}\n{IMAGE_FOLDER}/*.jpg|png',
  facts: {
    ...IMAGE_ROWS,
    ...PICTURE,
    ...CLASSES,
    FEATURES: { words: 'names of the other columns' },
    CATEGORICAL: { words: 'names of number columns that are codes' },
  },
  forms: true,
  form: 'other',
  item: () => null,
  newItems: NEW_ROWS,
  onePerRow: false,
  groups: { column: true, paths: 'items["path"]' },
  describe: (facts) => {
    const pictures = describePictures(facts);
    const columns = quoted(facts.FEATURES);
    return pictures === null
      ? null
      : `${pictures}, and columns of a table${columns === '' ? '' : `: ${columns}`}`;
  },
  modality: 'mixed',
  subjects: ['pictures', 'tables'],
  nouns: PICTURE_NOUNS,
});
