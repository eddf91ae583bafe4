import { escapeMarkup } from './markup.ts';
import { showNumber, type Column, type Table, type TableRow } from './report.ts';

const WIDTH = 900;
const LABELS = 450;
const LINE = 22;

/** Intervals of one column over all tables: a dot for the value, a line for the 95 % interval, a colour a source. */
export function plotIntervals(tables: readonly Table[], column: Column): string {
  const rows = tables.flatMap(({ source, rows }) =>
    rows.flatMap((row) => {
      const interval = row.values[column.id];
      return interval === undefined || Number.isNaN(interval.value)
        ? []
        : [{ source, row, interval }];
    }),
  );
  const ends = rows.flatMap(({ interval }) =>
    [interval.value, interval.high].filter(Number.isFinite),
  );
  const most = Math.max(...ends, 1e-9);
  const x = (value: number): number => LABELS + ((WIDTH - LABELS - 60) * value) / most;
  const lines = rows.map(({ source, row, interval }, at) => {
    const y = LINE * at + LINE;
    const range = Number.isNaN(interval.low)
      ? ''
      : `<line x1="${x(interval.low).toFixed(1)}" x2="${x(interval.high).toFixed(1)}" y1="${y}" y2="${y}"/>`;
    return `<g class="${classOf(source)}"><text x="${LABELS - 8}" y="${y + 4}" text-anchor="end">${labelOf(row)}</text>${range}<circle cx="${x(interval.value).toFixed(1)}" cy="${y}" r="4"/><text x="${WIDTH - 54}" y="${y + 4}">${showNumber(interval.value, column.isShare)}</text></g>`;
  });
  return figure(column.label, LINE * (rows.length + 1), lines);
}

/** How many samples reach each rung, a group of bars a rung. */
export function plotLadder(table: Table): string {
  const rungs = table.columns.filter(({ id }) => /^S\d$/.test(id));
  const bar = 16;
  const group = bar * (table.rows.length + 1) + 14;
  const parts = rungs.flatMap((rung, at) => {
    const top = at * group + 4;
    const head = `<text x="0" y="${top + bar - 4}" font-weight="bold">${escapeMarkup(rung.label)}</text>`;
    const bars = table.rows.map((row, place) => {
      const value = row.values[rung.id]?.value ?? 0;
      const y = top + (place + 1) * bar;
      const width = (WIDTH - LABELS - 60) * value;
      return `<text x="${LABELS - 8}" y="${y + bar - 5}" text-anchor="end">${labelOf(row)}</text><rect class="bar${place % 4}" x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="${bar - 3}"/><text x="${(LABELS + width + 6).toFixed(1)}" y="${y + bar - 5}">${showNumber(value, true)}</text>`;
    });
    return [head, ...bars];
  });
  return figure('Pass ladder, percent of all samples', group * rungs.length, parts);
}

function labelOf({ method, model, n }: TableRow): string {
  return escapeMarkup(`${method} (${model}), n = ${n}`);
}

function figure(title: string, height: number, parts: readonly string[]): string {
  return `<figure><figcaption>${escapeMarkup(title)}</figcaption><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeMarkup(title)}">${parts.join('')}</svg></figure>`;
}

function classOf(source: Table['source']): string {
  return source.split(' ').at(-1) === 'published' ? 'published' : source.replaceAll(' ', '-');
}
