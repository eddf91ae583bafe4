import { fail, ok, type Issue, type Result } from '../core/index.ts';

export const CRITERIA = ['compliance', 'helpfulness', 'idiomaticity'] as const;
export type Criterion = (typeof CRITERIA)[number];

export interface Rating {
  readonly item: string;
  readonly scores: Readonly<Record<Criterion, number>>;
  readonly justification: string;
}

export const RATING_HEADER = ['item', ...CRITERIA, 'justification'] as const;

/**
 * A rater's sheet: `item,compliance,helpfulness,idiomaticity,justification`, scores 0-10 in steps of 0.5, every item
 * once and justified. Issues, all of them: RATING_HEADER, RATING_ITEM, RATING_SCORE, RATING_REASON.
 */
export function parseRatings(
  text: string,
  items: ReadonlySet<string>,
  name: string,
): Result<readonly Rating[]> {
  const [header = [], ...lines] = parseCsv(text);
  if (header.join(',') !== RATING_HEADER.join(',')) {
    return fail({
      code: 'RATING_HEADER',
      path: name,
      message: `expected ${RATING_HEADER.join(',')}, received ${header.join(',')}`,
    });
  }
  const issues: Issue[] = [];
  const seen = new Set<string>();
  const ratings = lines.map((cells, at): Rating => {
    const place = `${name}, line ${at + 2}`;
    const [item = '', ...rest] = cells;
    if (!items.has(item) || seen.has(item)) {
      issues.push({
        code: 'RATING_ITEM',
        path: place,
        message: `"${item}" is no item of the form, or stands twice`,
      });
    }
    seen.add(item);
    const scores = CRITERIA.map((criterion, column) => {
      const cell = (rest[column] ?? '').trim();
      const score = cell === '' ? Number.NaN : Number(cell);
      if (!(score >= 0 && score <= 10 && Number.isInteger(score * 2))) {
        issues.push({
          code: 'RATING_SCORE',
          path: place,
          message: `${criterion}: expected 0 to 10 in steps of 0.5, received "${cell}"`,
        });
      }
      return [criterion, score] as const;
    });
    const justification = (rest[CRITERIA.length] ?? '').trim();
    if (justification === '') {
      issues.push({ code: 'RATING_REASON', path: place, message: 'the justification is empty' });
    }
    return { item, scores: Object.fromEntries(scores) as Record<Criterion, number>, justification };
  });
  const missing = [...items].filter((item) => !seen.has(item));
  if (missing.length > 0) {
    issues.push({ code: 'RATING_ITEM', path: name, message: `not rated: ${missing.join(', ')}` });
  }
  return issues.length > 0 ? fail(...issues) : ok(ratings);
}

/** Scores that were agreed on after a discussion: `item,criterion,score,reason`, by `item criterion`. */
export function parseConsensus(
  text: string,
  items: ReadonlySet<string>,
): Result<ReadonlyMap<string, number>> {
  const [, ...lines] = parseCsv(text);
  const issues: Issue[] = [];
  const agreed = new Map<string, number>();
  for (const [at, [item = '', criterion = '', cell = '', reason = '']] of lines.entries()) {
    if (cell.trim() === '') continue;
    const score = Number(cell);
    const isKnown = items.has(item) && CRITERIA.some((one) => one === criterion);
    const isScore = score >= 0 && score <= 10 && Number.isInteger(score * 2);
    if (!isKnown || !isScore || reason.trim() === '') {
      issues.push({
        code: 'RATING_SCORE',
        path: `consensus, line ${at + 2}`,
        message: `expected a known item and criterion, 0 to 10 in steps of 0.5 and a reason, received ${item},${criterion},${cell},${reason}`,
      });
    } else agreed.set(`${item} ${criterion}`, score);
  }
  return issues.length > 0 ? fail(...issues) : ok(agreed);
}

/** Rows of a CSV text: quoted cells may hold commas, doubled quotes and line ends. Blank rows are left out. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of text
    .replace(/^\uFEFF/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy)) {
    const [whole, quoted, plain, end] = match;
    if (whole === '' && row.length === 0) break;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.some((cell) => cell.trim() !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

export function renderCsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}
