import { defineKind } from './define-kind.ts';
import { CELLS, quoted, TIMES } from './shared.ts';

export const seriesTable = defineKind({
  lies: 'a table with several series, by key or as columns',
  layout:
    '{TABLE_FILE}      one row a series and time: {DATE_COLUMN}, {SERIES_COLUMNS}, {FEATURES}; forecast {TARGET}',
  facts: {
    TABLE_FILE: {},
    ...CELLS,
    ...TIMES,
    SERIES_COLUMNS: {
      words: 'columns that tell series apart; None: each column of TARGET is a series',
      nullable: true,
    },
    TARGET: { words: 'a name, or the names of columns that are series' },
    FEATURES: { words: 'number columns that are seen beside the value to forecast', unknown: [] },
    WINDOW: {},
    HORIZON: {},
  },
  forms: true,
  form: 'sequence',
  item: ({ WINDOW, FEATURES }) => [WINDOW ?? null, 1 + (FEATURES?.length ?? 0)],
  newItems: {
    path: 'new.csv',
    words: 'a table of the latest steps, at least a window of each series',
  },
  onePerRow: false,
  groups: {},
  describe: ({ WINDOW, TARGET, FEATURES, SERIES_COLUMNS }) => {
    const beside = quoted(FEATURES);
    const each = SERIES_COLUMNS ? ` of each ${SERIES_COLUMNS.join(', ')}` : ', each by itself';
    return `Windows of ${WINDOW} time steps of ${quoted(TARGET)}${each}${beside === '' ? '' : `, with ${beside}`}`;
  },
  modality: 'series',
  subjects: ['tables'],
});
