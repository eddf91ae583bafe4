import { showInterval, showNumber, type Report, type Table } from './report.ts';

/** A grid of texts, before any markup. */
export interface Cells {
  readonly heads: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** Columns that no row has a value for are left out. */
export function tableCells({ columns, rows }: Table): Cells {
  const shown = columns.filter(({ id }) => rows.some(({ values }) => id in values));
  return {
    heads: [
      'method',
      'model',
      'n',
      'seen',
      'failed',
      ...shown.map(({ label, isShare }) => (isShare ? `${label} %` : label)),
    ],
    lines: rows.map((row) => [
      row.method,
      row.model,
      String(row.n),
      String(row.seen ?? '–'),
      String(row.failed ?? '–'),
      ...shown.map((column) => showInterval(row.values[column.id], column)),
    ]),
  };
}

export function comparisonCells({ comparisons }: Report): Cells {
  return {
    heads: ['metric', 'left', 'right', 'n', 'left - right, points', 'p', 'p, Holm'],
    lines: comparisons.map(({ metric, left, right, n, difference, p, pHolm }) => [
      metric,
      left,
      right,
      String(n),
      `${showNumber(difference.value, true)} [${showNumber(difference.low, true)}, ${showNumber(difference.high, true)}]`,
      p.toFixed(4),
      pHolm.toFixed(4),
    ]),
  };
}

export function auditCells({ audit }: Report): Cells {
  return {
    heads: ['aspect', 'of', 'in', 'exact pairs', 'near pairs', 'items touched', 'most similar'],
    lines: audit.rows.map((row) => [
      row.aspect,
      `${row.left} (${row.leftCount})`,
      `${row.right} (${row.rightCount})`,
      String(row.exact),
      String(row.near),
      String(row.touched),
      row.worst
        .map(({ left, right, similarity }) => `${left} ~ ${right} ${similarity.toFixed(2)}`)
        .join('; '),
    ]),
  };
}
