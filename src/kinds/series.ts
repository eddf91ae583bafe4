import { defineKind } from './define-kind.ts';
import { CELLS, ONE_SERIES, quoted, TIMES } from './shared.ts';

export const series = defineKind({
  lies: 'a table in time order',
  layout: '{TABLE_FILE}      in time order: {DATE_COLUMN}, {FEATURES}; forecast {TARGET}',
  facts: {
    TABLE_FILE: { words: 'None: the only table there, or train.csv', unknown: null },
    ...CELLS,
    ...TIMES,
    ...ONE_SERIES,
    TARGET: { words: 'None: the last number column', unknown: null },
    FEATURES: {
      words: 'number columns used as inputs, target included; None: all of them',
      unknown: null,
    },
    WINDOW: {},
    HORIZON: { nullable: true },
  },
  forms: true,
  form: 'sequence',
  item: ({ WINDOW, FEATURES }) => [WINDOW ?? null, FEATURES?.length ?? null],
  newItems: { path: 'new.csv', words: 'a table of the latest steps, at least a window of them' },
  onePerRow: false,
  groups: {},
  describe: ({ WINDOW, FEATURES, SERIES_COLUMN, SERIES }) => {
    const names = quoted(FEATURES);
    const rows = SERIES_COLUMN ? ` where ${SERIES_COLUMN} is ${SERIES}` : '';
    return `Windows of ${WINDOW} time steps of ${names === '' ? 'the number columns' : names}${rows}`;
  },
  modality: 'series',
  subjects: ['tables'],
});
