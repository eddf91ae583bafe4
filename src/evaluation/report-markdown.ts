import { PUBLISHED } from './published-table.ts';
import { auditCells, comparisonCells, tableCells, type Cells } from './report-cells.ts';
import type { Report, Table } from './report.ts';

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

function renderTable(table: Table): string {
  const { title, source, signature } = table;
  return withSignature(`## ${title}, ${source}\n\n${grid(tableCells(table))}`, signature);
}

function renderComparisons(report: Report): string {
  if (report.comparisons.length === 0) return '';
  const text = `## Paired tests\n\n${grid(comparisonCells(report))}`;
  return withSignature(text, report.comparisonSignature);
}

function renderAudit(report: Report): string {
  const text = `## Contamination audit\n\n${grid(auditCells(report))}`;
  return withSignature(text, report.audit.signature);
}

function withSignature(text: string, signature: string | null): string {
  return signature === null ? text : `${text}\n\nsignature: \`${signature}\``;
}

function grid({ heads, lines }: Cells): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => escapeCell(cell)).join(' | ')} |`;
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

/** A name from outside closes no cell and opens no HTML, link or picture; the brackets of an interval stay as they are. */
function escapeCell(cell: string): string {
  return cell.replace(/[\\<|]|\](?=[([:])/g, String.raw`\$&`).replaceAll('\n', ' ');
}
