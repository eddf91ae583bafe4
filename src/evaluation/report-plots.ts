import { escapeMarkup } from './markup.ts';
import { showNumber, type Column, type Table, type TableRow } from './report.ts';

const BARS = 400;
/** What stands right of a bar. */
const VALUES = 60;
/** At least what a character of a label takes, at the style's font size. */
const CHARACTER = 7;
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
  const left = placeOfBars(rows.map(({ row }) => row));
  const x = (value: number): number => left + (BARS * value) / most;
  const lines = rows.map(({ source, row, interval }, at) => {
    const y = LINE * at + LINE;
    const range = Number.isNaN(interval.low)
      ? ''
      : `<line x1="${x(interval.low).toFixed(1)}" x2="${x(interval.high).toFixed(1)}" y1="${y}" y2="${y}"/>`;
    return `<g class="${classOf(source)}"><text x="${left - 8}" y="${y + 4}" text-anchor="end">${escapeMarkup(labelOf(row))}</text>${range}<circle cx="${x(interval.value).toFixed(1)}" cy="${y}" r="4"/><text x="${left + BARS + 6}" y="${y + 4}">${showNumber(interval.value, column.isShare)}</text></g>`;
  });
  return figure(column.label, left, LINE * (rows.length + 1), lines);
}

/** How many samples reach each rung, a group of bars a rung. */
export function plotLadder(table: Table): string {
  const rungs = table.columns.filter(({ id }) => /^S\d$/.test(id));
  const bar = 16;
  const left = placeOfBars(table.rows);
  const group = bar * (table.rows.length + 1) + 14;
  const parts = rungs.flatMap((rung, at) => {
    const top = at * group + 4;
    const head = `<text x="0" y="${top + bar - 4}" font-weight="bold">${escapeMarkup(rung.label)}</text>`;
    const bars = table.rows.map((row, place) => {
      const value = row.values[rung.id]?.value ?? 0;
      const y = top + (place + 1) * bar;
      const width = BARS * value;
      return `<text x="${left - 8}" y="${y + bar - 5}" text-anchor="end">${escapeMarkup(labelOf(row))}</text><rect class="bar${place % 4}" x="${left}" y="${y}" width="${width.toFixed(1)}" height="${bar - 3}"/><text x="${(left + width + 6).toFixed(1)}" y="${y + bar - 5}">${showNumber(value, true)}</text>`;
    });
    return [head, ...bars];
  });
  return figure('Pass ladder, percent of all samples', left, group * rungs.length, parts);
}

/** Right of the longest label. */
function placeOfBars(rows: readonly TableRow[]): number {
  return CHARACTER * Math.max(0, ...rows.map((row) => labelOf(row).length)) + 8;
}

function labelOf({ method, model, n }: TableRow): string {
  return `${method} (${model}), n = ${n}`;
}

function figure(title: string, left: number, height: number, parts: readonly string[]): string {
  const name = escapeMarkup(title);
  const frame = `viewBox="0 0 ${left + BARS + VALUES} ${height}" role="img" aria-label="${name}"`;
  return `<figure><figcaption>${name}</figcaption><svg ${frame}>${parts.join('')}</svg></figure>`;
}

function classOf(source: Table['source']): string {
  return source.split(' ').at(-1) === 'published' ? 'published' : source.replaceAll(' ', '-');
}
