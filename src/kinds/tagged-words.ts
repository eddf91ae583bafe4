import { defineKind } from './define-kind.ts';
import { CLASSES, NEW_TEXT_ROWS, TABLE, wordShape, WORDS } from './shared.ts';

export const taggedWords = defineKind({
  lies: 'a table with a word a row',
  layout: '{TABLE_FILE}      a word a row: {SENTENCE_COLUMN}, {WORD_COLUMN}, {TAG_COLUMN}',
  facts: {
    ...TABLE,
    SENTENCE_COLUMN: { words: 'value stands on the first word or on every word' },
    WORD_COLUMN: {},
    TAG_COLUMN: {},
    ...WORDS,
    ...CLASSES,
  },
  forms: true,
  form: 'tokens',
  item: wordShape,
  newItems: NEW_TEXT_ROWS,
  onePerRow: false,
  groups: {},
  describe: ({ SEQUENCE_LENGTH }) => `Sentences of up to ${SEQUENCE_LENGTH} words, a word a row`,
  modality: 'text',
  subjects: ['texts'],
});
