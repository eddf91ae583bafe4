import { defineKind } from './define-kind.ts';
import { CELLS, CLASSES, NEW_ROWS, quoted, ROLES } from './shared.ts';

/** Values up to which programs give a category a column each; above, an embedding of at most so many columns. */
const ONE_HOT_SIZE = 12;
const MOST_EMBEDDED = 50;

/** Columns that a category takes in the vector that programs make of a row. */
function categoryWidth(size: number): number {
  return size <= ONE_HOT_SIZE ? size : Math.min(MOST_EMBEDDED, Math.round(1.6 * size ** 0.56));
}

export const table = defineKind({
  lies: 'CSV, TSV, JSONL or Parquet',
  layout: '{TABLE_FILE}      target {TARGET}, features {FEATURES}',
  facts: {
    TABLE_FILE: { words: 'None: the only table there, or train.csv', unknown: null },
    ...CELLS,
    TARGET: { words: 'None: the last column; labels or several numbers: a list', unknown: null },
    FEATURES: { words: 'None: all but the target', unknown: null },
    CATEGORICAL: { words: 'names of number columns that are codes', unknown: [] },
    ...ROLES,
    ID_COLUMN: { words: 'None; never a feature', unknown: null },
    TEST_FILE: { words: 'None; unlabelled rows to predict', unknown: null },
    ...CLASSES,
    NUMERIC_COUNT: { words: 'default of `build_model`' },
    CATEGORY_SIZES: { words: 'default of `build_model`' },
  },
  forms: true,
  form: 'tabular',
  item: ({ NUMERIC_COUNT: numbers, CATEGORY_SIZES: sizes }) =>
    typeof numbers !== 'number' || !Array.isArray(sizes)
      ? [numbers ?? null]
      : [sizes.map(categoryWidth).reduce((sum, width) => sum + width, numbers)],
  newItems: NEW_ROWS,
  onePerRow: true,
  groups: { column: true },
  describe: ({ NUMERIC_COUNT: numbers, CATEGORY_SIZES: sizes, FEATURES: features }) => {
    const names = quoted(features);
    return `Table rows: ${numbers ?? 'all'} number columns and ${sizes?.length ?? 0} category columns${names === '' ? '' : ` (${names})`}`;
  },
  modality: 'table',
  subjects: ['tables'],
});
