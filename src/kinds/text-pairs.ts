import { defineKind } from './define-kind.ts';
import { NEW_TEXT_ROWS, ofColumn, quoted, TABLE } from './shared.ts';

export const textPairs = defineKind({
  lies: 'a table with source and target texts',
  layout: '{TABLE_FILE}      source {SOURCE_COLUMN}, target {TARGET_COLUMN}',
  facts: {
    ...TABLE,
    SOURCE_COLUMN: { words: 'a name, or 0 with `HEADER` False', only: ['text'] },
    TARGET_COLUMN: { words: 'a name, or 1 with `HEADER` False', only: ['text'] },
    HEADER: { only: ['text'] },
    TEXT_COLUMNS: { words: 'None: the two with the longest texts', unknown: null, only: ['class'] },
    TARGET: { words: 'None: the last column that is none of them', unknown: null, only: ['class'] },
    ID_COLUMN: { unknown: null, only: ['class'] },
    TEST_FILE: { unknown: null, only: ['class'] },
    CLASS_COUNT: { nullable: true, only: ['class'] },
    VOCABULARY_SIZE: {},
    SEQUENCE_LENGTH: { only: ['class'] },
    SOURCE_LENGTH: { only: ['text'] },
    TARGET_LENGTH: { only: ['text'] },
  },
  forms: true,
  form: 'other',
  item: () => null,
  newItems: NEW_TEXT_ROWS,
  onePerRow: false,
  groups: {},
  describe: (facts) =>
    `Texts of up to ${facts.SOURCE_LENGTH} words${ofColumn(facts.SOURCE_COLUMN)}`,
  modality: 'text',
  subjects: ['texts'],
  variants: {
    class: {
      lies: 'a table with two texts and the class of the pair',
      layout: '{TABLE_FILE}      texts {TEXT_COLUMNS}, target {TARGET}',
      describe: ({ TEXT_COLUMNS, SEQUENCE_LENGTH, VOCABULARY_SIZE }) => {
        const columns = quoted(TEXT_COLUMNS);
        return `Two texts${columns === '' ? '' : ` of columns ${columns}`} as word numbers of shape (${SEQUENCE_LENGTH},) each, ${VOCABULARY_SIZE} words known`;
      },
    },
  },
});
