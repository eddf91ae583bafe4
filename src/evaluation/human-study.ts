import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DLCodeGenError, makeFolders, writeText, type Issue } from '../core/index.ts';
import type { Task } from '../dataset/index.ts';
import type { Answer } from '../dataset/references.ts';
import { bootstrapMean } from '../metrics/index.ts';
import { krippendorffAlpha, weightedKappa } from './agreement.ts';
import { compareRows } from './compare-rows.ts';
import { hash } from './fingerprint.ts';
import {
  chooseItems,
  renderDiscussion,
  renderForm,
  type Discrepancy,
  type FormItem,
} from './human-forms.ts';
import type { Row } from './outcome.ts';
import {
  CRITERIA,
  parseConsensus,
  parseRatings,
  renderCsv,
  type Criterion,
  type Rating,
} from './ratings.ts';
import { tablesBySource, type Column, type Comparison, type Table } from './report.ts';

export const HUMAN_COLUMNS: readonly Column[] = [...CRITERIA, 'average'].map((id) => ({
  id,
  label: `${id} (0-10)`,
  isShare: false,
  better: 'higher',
}));

/** Scores that lie further apart than this are discussed. */
export const DISCREPANCY = 2;
const SIGNATURE = `human:1|criteria:${CRITERIA.join(',')}|scale:0-10,0.5|blinded|consensus-where-range>${DISCREPANCY},else-mean|over-tasks`;

export interface Judged {
  readonly tables: readonly Table[];
  readonly comparisons: readonly Comparison[];
  readonly notes: readonly string[];
}

interface StudyOptions {
  readonly output: string;
  readonly raters: number;
  readonly seed: number;
}

/**
 * The study by people, a step a run: writes the forms; once `ratings/rater-N.csv` of all raters are there, agreement
 * and what to discuss; once `ratings/consensus.csv` settles that, the table. The key stays apart from the forms.
 *
 * Paper: V-B, Table III. Errors: BAD_INPUT listing every fault of a sheet; ratings made for other forms are refused.
 */
export async function judge(
  rows: readonly Row[],
  tasks: readonly Task[],
  answers: readonly Answer[],
  { output, raters, seed }: StudyOptions,
): Promise<Judged> {
  const referenced = new Set(answers.flatMap(({ id, code }) => (code === null ? [] : [id])));
  const items = chooseItems(
    rows,
    tasks,
    ({ id }) => referenced.size === 0 || referenced.has(id),
    seed,
  );
  const sheets = Array.from({ length: raters }, (_, at) =>
    path.join(output, 'ratings', `rater-${at + 1}.csv`),
  );
  const present = sheets.filter((file) => existsSync(file));
  const fingerprint = hash(JSON.stringify(items), String(seed), String(raters));
  await keepKey(path.join(output, 'key.json'), items, fingerprint, present.length > 0);
  const forms = sheets.map(
    (_, at) => [`rater-${at + 1}.html`, renderForm(items, at + 1, seed)] as const,
  );
  makeFolders(path.join(output, 'forms'));
  makeFolders(path.join(output, 'ratings'));
  for (const [name, form] of forms) writeText(path.join(output, 'forms', name), form);
  if (present.length < sheets.length) {
    const note = `${raters} forms over ${items.length} programs stand in forms/; put the saved sheets into ratings/ (${present.length} of ${raters} there) and run again.`;
    return { tables: [], comparisons: [], notes: [note] };
  }
  const ids = new Set(items.map(({ id }) => id));
  const ratings = await Promise.all(
    sheets.map(async (file) =>
      takeResult(parseRatings(await readFile(file, 'utf8'), ids, path.basename(file))),
    ),
  );
  return settle(
    rows,
    items,
    ratings,
    path.join(output, 'forms', 'discussion.html'),
    path.join(output, 'ratings', 'consensus.csv'),
  );
}

async function settle(
  rows: readonly Row[],
  items: readonly FormItem[],
  ratings: readonly (readonly Rating[])[],
  discussion: string,
  consensus: string,
): Promise<Judged> {
  const discrepancies = findDiscrepancies(items, ratings);
  writeText(discussion, renderDiscussion(discrepancies));
  const ids = new Set(items.map(({ id }) => id));
  const agreed = existsSync(consensus)
    ? takeResult(parseConsensus(await readFile(consensus, 'utf8'), ids))
    : new Map<string, number>();
  const open = discrepancies.filter(
    ({ item, criterion }) => !agreed.has(`${item.id} ${criterion}`),
  );
  if (!existsSync(consensus) && open.length > 0) {
    const lines = open.map(({ item, criterion }) => [item.id, criterion, '', '']);
    writeText(consensus, renderCsv([['item', 'criterion', 'score', 'reason'], ...lines]));
  }
  const notes = [
    ...agreementNotes(items, ratings),
    open.length === 0
      ? `${discrepancies.length} scores were discussed to consensus.`
      : `${open.length} scores lie more than ${DISCREPANCY} apart: discuss forms/discussion.html, fill ratings/consensus.csv, run again. The table takes their means until then.`,
  ];
  return { ...tabulate(rows, items, ratings, agreed), notes };
}

function tabulate(
  rows: readonly Row[],
  items: readonly FormItem[],
  ratings: readonly (readonly Rating[])[],
  agreed: ReadonlyMap<string, number>,
): Pick<Judged, 'tables' | 'comparisons'> {
  const scored = rows.map((row) => {
    const own = items.filter((item) => item.row === row.id);
    const byCriterion = CRITERIA.map((criterion) => {
      const values = own.map(
        ({ id }) => agreed.get(`${id} ${criterion}`) ?? mean(scoresOf(ratings, id, criterion)),
      );
      return [criterion, values] as const;
    });
    const average = own.map((_, at) =>
      mean(byCriterion.map(([, values]) => values[at] ?? Number.NaN)),
    );
    const values = Object.fromEntries(
      [...byCriterion, ['average', average] as const].map(([id, all]) => [id, bootstrapMean(all)]),
    );
    const failed = own.filter(({ code }) => code.trim() === '').length;
    const { id, method, model, source } = row;
    return { average, source, row: { id, method, model, n: own.length, failed, values } };
  });
  const compared = scored.map(({ row, average }) => ({
    id: row.id,
    name: `${row.method} (${row.model})`,
    values: average,
  }));
  return {
    tables: tablesBySource(scored, 'Judged by people', HUMAN_COLUMNS, SIGNATURE),
    comparisons: compareRows('average of each task, x100', compared),
  };
}

function agreementNotes(
  items: readonly FormItem[],
  ratings: readonly (readonly Rating[])[],
): readonly string[] {
  return CRITERIA.map((criterion) => {
    const units = items.map(({ id }) => scoresOf(ratings, id, criterion));
    const kappas = ratings.flatMap((_, left) =>
      ratings
        .map((_, right) => right)
        .filter((right) => right > left)
        .map((right) =>
          weightedKappa(
            units.map((unit) => unit[left] ?? null),
            units.map((unit) => unit[right] ?? null),
          ),
        ),
    );
    return `Agreement on ${criterion}, before discussion: Krippendorff's alpha ${krippendorffAlpha(units).toFixed(3)} (interval), quadratic weighted kappa ${mean(kappas).toFixed(3)} (mean over pairs of raters).`;
  });
}

function findDiscrepancies(
  items: readonly FormItem[],
  ratings: readonly (readonly Rating[])[],
): readonly Discrepancy[] {
  return items.flatMap((item) =>
    CRITERIA.flatMap((criterion) => {
      const scores = scoresOf(ratings, item.id, criterion);
      if (Math.max(...scores) - Math.min(...scores) <= DISCREPANCY) return [];
      const justifications = ratings.map(
        (sheet) => sheet.find((one) => one.item === item.id)?.justification ?? '',
      );
      return [{ item, criterion, scores, justifications }];
    }),
  );
}

function scoresOf(
  ratings: readonly (readonly Rating[])[],
  item: string,
  criterion: Criterion,
): readonly number[] {
  return ratings.flatMap((sheet) => {
    const rating = sheet.find((one) => one.item === item);
    return rating === undefined ? [] : [rating.scores[criterion]];
  });
}

/** Ratings belong to the forms they were made on; a key of other forms is kept and the run refused. */
async function keepKey(
  file: string,
  items: readonly FormItem[],
  fingerprint: string,
  hasRatings: boolean,
): Promise<void> {
  const old = existsSync(file)
    ? (JSON.parse(await readFile(file, 'utf8')) as { fingerprint?: string })
    : null;
  if (hasRatings && old !== null && old.fingerprint !== fingerprint) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${file} is the key of other forms than these; use another output folder, or the same tasks, outputs, code and seed`,
    );
  }
  const key = items.map(({ id, task, row }) => ({ id, task, row }));
  makeFolders(path.dirname(file));
  writeText(file, `${JSON.stringify({ fingerprint, items: key }, null, 1)}\n`);
}

function takeResult<T>(
  result: { ok: true; value: T } | { ok: false; issues: readonly Issue[] },
): T {
  if (result.ok) return result.value;
  const told = result.issues.map(({ path: place, message }) => `${place}: ${message}`);
  throw new DLCodeGenError('BAD_INPUT', told.join('; '));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
