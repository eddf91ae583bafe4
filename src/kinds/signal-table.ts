import { defineKind } from './define-kind.ts';
import { CELLS, CLASSES, NEW_ROWS } from './shared.ts';

export const signalTable = defineKind({
  lies: 'a row is a signal, label in one column',
  layout: '{TABLE_FILE}      a signal of {SIGNAL_LENGTH} values a row, label {TARGET}',
  facts: {
    TABLE_FILE: { words: 'None: the only table there, or train.csv', unknown: null },
    ...CELLS,
    TARGET: { words: 'name, or None: the last column', unknown: null },
    HEADER: {},
    SIGNAL_LENGTH: {},
    ...CLASSES,
  },
  forms: true,
  form: 'sequence',
  item: ({ SIGNAL_LENGTH }) => [SIGNAL_LENGTH ?? null, 1],
  newItems: NEW_ROWS,
  onePerRow: true,
  groups: {},
  describe: ({ SIGNAL_LENGTH }) => `Signals of ${SIGNAL_LENGTH} values, one a row`,
  modality: 'signal',
  subjects: ['tables'],
});
