import type { DataKind, FactValue } from '../artifacts/index.ts';

/**
 * Facts that nobody knows without the data, and the value with which a program finds them out itself or which says
 * nothing of another data set (docs/pool.md). A `TARGET` that is a list, as for several labels, stays a list.
 */
export const UNKNOWN_FACTS: Readonly<
  Partial<Record<DataKind, Readonly<Record<string, FactValue>>>>
> = {
  table: {
    TABLE_FILE: null,
    TARGET: null,
    FEATURES: null,
    CATEGORICAL: [],
    ID_COLUMN: null,
    TEST_FILE: null,
  },
  'text-table': {
    TABLE_FILE: 'train.csv',
    TEXT_COLUMN: null,
    TARGET: null,
    ID_COLUMN: null,
    TEST_FILE: null,
  },
  'text-pairs': { TEXT_COLUMNS: null, TARGET: null, ID_COLUMN: null, TEST_FILE: null },
  'text-file': { TEXT_FILE: null },
  arrays: { VALIDATION_ARRAYS: null, TEST_ARRAYS: null },
  series: { TABLE_FILE: null, DATE_COLUMN: null, TARGET: null, FEATURES: null },
  'signal-table': { TABLE_FILE: null, TARGET: null },
};
