import type { Candidate, ClassCount, DataChoice, Facts, TargetKind } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { recogniseLanguage } from '../requirement/index.ts';
import { listNames } from './attributes.ts';
import { nameWords } from './column-names.ts';
import { readClassValues } from './class-values.ts';
import { isIdName } from './column-roles.ts';
import type { ProfileContext } from './detector.ts';
import { areAlike, namedColumns } from './named-columns.ts';
import { submissionColumns } from './open-tables.ts';
import { splitColumn } from './split-column.ts';
import type { Column, Table } from './table.ts';
import { targetKind } from './target-kind.ts';
import { flagTargets, usualTargets } from './usual-targets.ts';

export interface LabelTarget {
  readonly kind: Extract<TargetKind, 'class' | 'number' | 'labels' | 'text'>;
  /** TARGET fact: one name, or the names of 0/1 columns. */
  readonly fact: string | readonly string[];
  readonly columns: readonly Column[];
  readonly separator: string | null;
  readonly reason: string;
  readonly classes: readonly ClassCount[];
  /** CLASS_COUNT, null for numbers, and how values are read as classes. */
  readonly facts: Facts;
  readonly findings: readonly Issue[];
}

export interface LabelQuestion {
  readonly table: Table;
  /** Columns that could be predicted. */
  readonly labels: readonly Column[];
  /** Column that names the rows of a sample submission. */
  readonly key?: string;
  /** Three or more 0/1 columns are labels when nothing else could be the target. */
  readonly flagsAreLabels?: boolean;
  /** Whether several numbers may be predicted at once. */
  readonly severalNumbers?: boolean;
}

const NO_CLASSES: Facts = { CLASS_COUNT: null };
const NO_LABELS = new Set(['id', 'constant', 'date', 'text', 'list']);

/** Columns that could be predicted, besides those that are inputs whatever their names. */
export function labelColumns(table: Table, inputs: readonly Column[]): readonly Column[] {
  const split = splitColumn(table);
  return table.columns.filter(
    (column) => !inputs.includes(column) && column !== split && !NO_LABELS.has(column.role),
  );
}

/** The column of classes, where there is one class a row. */
export function classColumn({ kind, columns }: LabelTarget): Column | undefined {
  return kind === 'class' ? columns[0] : undefined;
}

/** What a candidate says of its columns. */
export function columnParts(
  context: ProfileContext,
  question: LabelQuestion,
): Pick<Candidate, 'columns' | 'labels' | 'usualTargets' | 'values' | 'languages'> {
  const { table, labels } = question;
  return {
    columns: table.columns,
    labels,
    usualTargets: async () => usualOf(context, question),
    values: async () => context.once(`values ${table.relation}`, async () => fewValues(table)),
    languages: () => writtenLanguages(table),
  };
}

async function usualOf(
  context: ProfileContext,
  { table, labels, key, flagsAreLabels = false }: LabelQuestion,
): ReturnType<Candidate['usualTargets']> {
  const flags = labels.filter(({ binary, name }) => binary && !isIdName(name));
  const onlyFlags = flagsAreLabels && flags.length >= 3 && flags.length === labels.length;
  const hinted = await submissionColumns(context, table, key ?? null);
  return [...(onlyFlags ? [flagTargets(flags)] : []), ...usualTargets(labels, hinted)];
}

/** What a table's rows are labelled with, or null where no column is left. Errors: BAD_DATA, UNKNOWN_COLUMN. */
export async function readLabels(
  context: ProfileContext,
  question: LabelQuestion,
  choice: DataChoice,
): Promise<LabelTarget | null> {
  const { table, severalNumbers = false } = question;
  const [usual] = choice.columns === undefined ? await usualOf(context, question) : [];
  const names = choice.columns ?? usual?.columns;
  if (names === undefined) return null;
  const columns = namedColumns(names, table.columns, table.file);
  const reason =
    (choice.columns === undefined ? usual?.reason : choice.reason) ?? 'as it was asked';
  if (columns.length === 1) return oneLabel(table, columns, reason, choice);
  const several = await severalLabels(table, columns, reason);
  if (severalNumbers || several.kind === 'labels') return several;
  if (choice.columns !== undefined)
    throw new DLCodeGenError(
      'BAD_DATA',
      `Several numbers are predicted together from the columns of a table only; name one target of ${table.file}, not ${names.join(',')}.`,
      { data: { target: names } },
    );
  const first = `${reason}; only the first of ${names.join(', ')}, as several numbers are predicted together from the columns of a table only`;
  return oneLabel(table, columns.slice(0, 1), first, choice);
}

async function oneLabel(
  table: Table,
  columns: readonly Column[],
  reason: string,
  { target, above }: DataChoice,
): Promise<LabelTarget> {
  const [column] = columns;
  if (column === undefined) throw new DLCodeGenError('UNEXPECTED', 'no label column was chosen');
  const base = { fact: column.name, columns, reason, separator: null, findings: [] };
  const separator = await labelSeparator(table, column, target);
  if (separator !== null) {
    const classes = await wordCounts(table, column, separator);
    return { ...base, kind: 'labels', separator, classes, facts: { CLASS_COUNT: classes.length } };
  }
  // Characters of an image of text are read one by one: the column holds no classes.
  if (target === 'text') return { ...base, kind: 'text', classes: [], facts: NO_CLASSES };
  const kind = above === undefined ? targetKind(column, table, target) : 'class';
  if (kind === 'number') return { ...base, kind, classes: [], facts: NO_CLASSES };
  const { classes, facts, findings } = await readClassValues(table, column, above);
  return { ...base, kind, classes, facts: { CLASS_COUNT: classes.length, ...facts }, findings };
}

/** The values of columns of words that have few, of a sample. */
async function fewValues(table: Table): Promise<ReadonlyMap<string, readonly string[]>> {
  const columns = table.columns
    .filter(({ numeric, distinct }) => !numeric && distinct >= 2 && distinct <= 30)
    .slice(0, 50);
  if (columns.length === 0) return new Map();
  const lists = columns.map(({ sql }) => `list_sort(list(DISTINCT ${sql}::VARCHAR)) AS ${sql}`);
  const [row] = await table.session.rows(`SELECT ${lists.join(', ')} FROM ${table.sample}`);
  return new Map(
    columns.map(({ name, sql }) => {
      const values = row?.[sql];
      return [name, Array.isArray(values) ? values.filter((v) => typeof v === 'string') : []];
    }),
  );
}

/** The language of each column of words, by its first values. */
function writtenLanguages({ columns, rawValues }: Table): ReadonlyMap<string, string> {
  const texts = columns.filter(({ type, averageWords }) => type === 'VARCHAR' && averageWords >= 1);
  return new Map(
    texts.slice(0, 20).map((column) => {
      const words = rawValues(column).slice(0, 200).join(' ');
      return [column.name, recogniseLanguage(words)];
    }),
  );
}

/** Errors: BAD_DATA for targets that are neither all numbers nor all 0 and 1. */
async function severalLabels(
  table: Table,
  columns: readonly Column[],
  reason: string,
): Promise<LabelTarget> {
  if (!areAlike(columns))
    throw new DLCodeGenError(
      'BAD_DATA',
      `The targets ${columns.map(({ name }) => name).join(', ')} of ${table.file} are neither all numbers nor all 0 and 1; name one of them, or only such as are alike.`,
      { data: { targets: columns.map(({ name }) => name) } },
    );
  const sums = columns.map(({ sql }, index) => `sum(${sql}::INT) AS s${index}`).join(', ');
  const allBinary = columns.every(({ binary }) => binary);
  const [row] = allBinary ? await table.session.rows(`SELECT ${sums} FROM ${table.relation}`) : [];
  const classes = columns.map(({ name }, index) => ({
    name,
    count: Number(row?.[`s${index}`] ?? 0),
  }));
  const base = {
    fact: columns.map(({ name }) => name),
    columns,
    separator: null,
    reason,
    findings: [],
  };
  return allBinary
    ? { ...base, kind: 'labels', classes, facts: { CLASS_COUNT: columns.length } }
    : { ...base, kind: 'number', classes: [], facts: NO_CLASSES };
}

const SEPARATORS = ['|', ';', ',', ' '] as const;
const LABELS_NAME = /\b(labels|tags|genres|categories|attributes|finding labels)\b/;

/** The mark between several labels in one cell; null where a cell is one class. */
async function labelSeparator(
  table: Table,
  column: Column,
  target: TargetKind | undefined,
): Promise<(typeof SEPARATORS)[number] | null> {
  if (column.numeric || column.type === 'BOOLEAN') return null;
  const asked = target === 'labels' || LABELS_NAME.test(nameWords(column.name));
  if (!asked) return null;
  for (const separator of SEPARATORS) {
    const [row] = await table.session.rows(
      `SELECT avg(len(parts)) AS size, (SELECT count(DISTINCT trim(word)) FROM (SELECT unnest(string_split(${column.sql}, '${separator}')) AS word FROM ${table.sample})) AS words FROM (SELECT string_split(${column.sql}, '${separator}') AS parts FROM ${table.sample} WHERE ${column.sql} IS NOT NULL)`,
    );
    const words = Number(row?.['words'] ?? 0);
    if (
      Number(row?.['size'] ?? 1) > 1.1 &&
      words >= 2 &&
      words <= 500 &&
      words <= 2 * Math.max(column.distinct, 2)
    )
      return separator;
  }
  return null;
}

async function wordCounts(
  table: Table,
  column: Column,
  separator: string,
): Promise<readonly ClassCount[]> {
  const rows = await table.session.rows(
    `SELECT trim(word) AS name, count(*) AS n FROM (SELECT unnest(string_split(${column.sql}, '${separator}')) AS word FROM ${table.relation}) WHERE trim(word) <> '' GROUP BY 1 ORDER BY n DESC, name LIMIT 500`,
  );
  return rows.map((row) => ({ name: String(row['name']), count: Number(row['n']) }));
}

/** The target in the words of dataset attributes. */
export function labelWords({ kind, columns, classes }: LabelTarget): string {
  const names = columns
    .map(({ name }) => `'${name}'`)
    .slice(0, 20)
    .join(', ');
  if (kind === 'number')
    return columns.length === 1
      ? `The target is the number ${names}.`
      : `The targets are the numbers ${names}.`;
  if (kind === 'text') return `The target is the text in ${names}.`;
  if (kind === 'labels')
    return `Each instance has any of ${classes.length} labels: ${listNames(classes)}.`;
  return `The target label is ${names} with ${classes.length} classes: ${listNames(classes)}.`;
}
