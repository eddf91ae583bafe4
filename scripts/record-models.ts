import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError } from '../src/core/index.ts';
import type { Report } from '../src/evaluation/index.ts';
import { recordFigures } from './record-figures.ts';

/**
 * Records what `evaluate EXPERIMENT --model ...` measured for docs/results-language-models.md: rows that were made here,
 * with n and every failure in it. Usage: npm run record:models -- NAME REPORT_FOLDER --record
 */
const [name, folder] = process.argv.slice(2);
if (name === undefined || folder === undefined)
  throw new DLCodeGenError('USAGE', 'record:models takes NAME and the folder of a report');
const report = JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as Report;
const tables = report.tables.filter(({ source }) => source === 'measured here');
const figures = Object.fromEntries(
  tables.flatMap(({ title, rows, columns }) =>
    rows.map(({ method, model, n, failed, values }) => {
      const cells = columns.flatMap(({ id, label, isShare }) => {
        const value = values[id]?.value;
        if (value === undefined || value === null || Number.isNaN(value)) return [];
        return [`${label} ${isShare ? `${(100 * value).toFixed(1)} %` : value.toFixed(2)}`];
      });
      return [`${title}: ${method} (${model})`, `n = ${n}, failed ${failed}; ${cells.join(', ')}`];
    }),
  ),
);
for (const [what, value] of Object.entries(figures)) console.log(`${what}: ${value}`);
recordFigures(`models-${name}`, {
  title: `${report.title}, ${report.tasks} tasks`,
  command: `dlcodegen evaluate ${report.experiment} --model ... --only ..., npm run record:models -- ${name} DIR --record`,
  figures,
});
