import { defineKind } from './define-kind.ts';
import { CELLS, CLASSES, describeTexts, NEW_TEXT_ROWS, WORDS, wordShape } from './shared.ts';

export const textTable = defineKind({
  lies: 'a table with a text column',
  layout: '{TABLE_FILE}      text {TEXT_COLUMN}, target {TARGET}',
  facts: {
    TABLE_FILE: { unknown: 'train.csv' },
    ...CELLS,
    TEXT_COLUMN: { words: 'None: the longest text column', unknown: null },
    TARGET: { words: 'None: the last column that is not the text', unknown: null },
    LABEL_SEPARATOR: {
      words: 'between the labels of one column; None: a column a label',
      nullable: true,
      only: ['labels'],
    },
    ID_COLUMN: { unknown: null },
    TEST_FILE: { unknown: null },
    ...CLASSES,
    ...WORDS,
  },
  forms: true,
  form: 'tokens',
  item: wordShape,
  newItems: NEW_TEXT_ROWS,
  onePerRow: true,
  groups: { column: true, rows: 'targets' },
  describe: describeTexts,
  modality: 'text',
  subjects: ['tables', 'texts'],
});
