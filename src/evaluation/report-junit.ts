import { escapeMarkup } from './markup.ts';
import type { Report } from './report.ts';

/** JUnit XML: a suite for each row, a case for each task; a failed sample or stage is a failure. */
export function renderJunit({ experiment, drill }: Report): string {
  const rows = [...new Set(drill.flatMap(({ candidates }) => candidates.map(({ row }) => row)))];
  const suites = rows.map((row) => {
    const cases = drill.flatMap(({ task, candidates }) => {
      const candidate = candidates.find((one) => one.row === row);
      if (candidate === undefined) return [];
      const failed = candidate.stages.find(({ status }) => status === 'failed');
      const message =
        candidate.failure ?? (failed === undefined ? null : `${failed.id}: ${failed.message}`);
      const ms = candidate.stages.reduce((sum, stage) => sum + stage.ms, 0);
      return [{ task, message, seconds: (ms / 1000).toFixed(3) }];
    });
    const failures = cases.filter(({ message }) => message !== null).length;
    const lines = cases.map(({ task, message, seconds }) => {
      const head = `    <testcase classname="${escapeMarkup(`${experiment}.${row}`)}" name="${escapeMarkup(task)}" time="${seconds}"`;
      return message === null
        ? `${head}/>`
        : `${head}><failure message="${escapeMarkup(message)}"/></testcase>`;
    });
    return [
      `  <testsuite name="${escapeMarkup(row)}" tests="${cases.length}" failures="${failures}">`,
      ...lines,
      '  </testsuite>',
    ].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeMarkup(experiment)}">\n${suites.join('\n')}\n</testsuites>\n`;
}
