import { defineKind } from './define-kind.ts';
import { CLASSES, describeTexts, wordShape, WORDS } from './shared.ts';

export const textFolders = defineKind({
  lies: 'one folder per class with .txt files',
  layout: '{TEXT_ROOT}/CLASS/*.txt      one folder per class',
  facts: { TEXT_ROOT: { words: '"" = data folder' }, ...CLASSES, ...WORDS },
  parts: true,
  form: 'tokens',
  item: wordShape,
  newItems: { path: 'new/', words: 'a .txt file or a folder of them' },
  onePerRow: true,
  groups: {},
  describe: describeTexts,
  modality: 'text',
  subjects: ['texts'],
});
