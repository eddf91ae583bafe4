import { PUBLISHED } from './published-table.ts';
import { showInterval, showNumber, type Report, type Table } from './report.ts';

/** The report's tables as Markdown: what a terminal shows and a document keeps. */
export function renderMarkdown(report: Report): string {
  const parts = [
    `# ${report.title}`,
    report.question,
    `${report.tasks} tasks, seed ${report.seed}, version ${report.version}, code ${report.run.code.slice(0, 12)}, pool ${report.run.pool.slice(0, 12)}.`,
    ...report.tables.map(renderTable),
    renderComparisons(report),
    renderAudit(report),
    ...report.notes,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function renderTable({ title, source, columns, rows, signature }: Table): string {
  const shown = columns.filter(({ id }) => rows.some(({ values }) => id in values));
  const heads = shown.map(({ label, isShare }) => (isShare ? `${label} %` : label));
  const lines = rows.map((row) => [
    row.method,
    row.model,
    String(row.n),
    row.failed === null ? '–' : String(row.failed),
    ...shown.map((column) => showInterval(row.values[column.id], column)),
  ]);
  const how = signature === null ? '' : `\n\nsignature: \`${signature}\``;
  return `## ${title}, ${source}\n\n${grid(['method', 'model', 'n', 'failed', ...heads], lines)}${how}`;
}

function renderComparisons({ comparisons, comparisonSignature }: Report): string {
  if (comparisons.length === 0) return '';
  const lines = comparisons.map(({ metric, left, right, n, difference, p, pHolm }) => [
    metric,
    left,
    right,
    String(n),
    `${showNumber(difference.value, true)} [${showNumber(difference.low, true)}, ${showNumber(difference.high, true)}]`,
    p.toFixed(4),
    pHolm.toFixed(4),
  ]);
  const heads = ['metric', 'left', 'right', 'n', 'left - right, points', 'p', 'p, Holm'];
  return `## Paired tests\n\n${grid(heads, lines)}\n\nsignature: \`${comparisonSignature}\``;
}

function renderAudit({ audit }: Report): string {
  const lines = audit.rows.map((row) => [
    row.aspect,
    `${row.left} (${row.leftCount})`,
    `${row.right} (${row.rightCount})`,
    String(row.exact),
    String(row.near),
    String(row.touched),
    row.worst
      .map(({ left, right, similarity }) => `${left} ~ ${right} ${similarity.toFixed(2)}`)
      .join('; '),
  ]);
  const heads = [
    'aspect',
    'of',
    'in',
    'exact pairs',
    'near pairs',
    'items touched',
    'most similar',
  ];
  return `## Contamination audit\n\n${grid(heads, lines)}\n\nsignature: \`${audit.signature}\``;
}

function grid(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [row(heads), row(heads.map(() => '---')), ...lines.map(row)].join('\n');
}

/** The paper's tables that belong to an experiment, in its columns. */
export function publishedTables(
  names: readonly (keyof typeof PUBLISHED)[],
  columns: Table['columns'],
): readonly Table[] {
  return names.map((name) => {
    const { title, n, rows } = PUBLISHED[name];
    return {
      title,
      source: 'as published',
      columns,
      signature: null,
      rows: rows.map(({ method, model, values }, at) => ({
        id: `published-${at}`,
        method,
        model,
        n,
        failed: null,
        values: Object.fromEntries(
          Object.entries(values).map(([id, value]) => [
            id,
            { value, low: Number.NaN, high: Number.NaN },
          ]),
        ),
      })),
    };
  });
}
