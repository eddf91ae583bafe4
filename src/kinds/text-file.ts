import { defineKind } from './define-kind.ts';
import { describeTexts, wordShape, WORDS } from './shared.ts';

export const textFile = defineKind({
  lies: 'one or more .txt files',
  layout: '{TEXT_FILE}      plain text',
  facts: { TEXT_FILE: { words: 'None: all', unknown: null }, ...WORDS },
  form: 'tokens',
  item: wordShape,
  newItems: { path: 'start.txt', words: 'a text to continue' },
  onePerRow: false,
  groups: {},
  describe: describeTexts,
  modality: 'text',
  subjects: ['texts'],
});
