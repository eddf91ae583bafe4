import type { ClassCount, TargetKind } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { listNames } from './attributes.ts';
import type { Column, Table } from './table.ts';
import { isIdName } from './column-roles.ts';
import type { ProfileContext } from './detector.ts';
import { areAlike, chooseTarget, type TargetChoice } from './target-column.ts';
import { targetKind } from './target-kind.ts';
import { nameWords } from './column-names.ts';

export interface LabelTarget {
  readonly kind: Extract<TargetKind, 'class' | 'number' | 'labels' | 'text'>;
  /** TARGET fact: one name, or the names of 0/1 columns. */
  readonly fact: string | readonly string[];
  readonly columns: readonly Column[];
  readonly separator: string | null;
  readonly reason: string;
  readonly classes: readonly ClassCount[];
  /** null for numbers. */
  readonly classCount: number | null;
}

export interface LabelQuestion {
  readonly table: Table;
  /** Columns that are inputs whatever their names: texts, file names. */
  readonly inputs: readonly Column[];
  readonly hinted: readonly string[];
  /** Three or more 0/1 columns are labels when nothing else could be the target. */
  readonly flagsAreLabels: boolean;
  /** Whether several numbers may be predicted at once. */
  readonly severalNumbers?: boolean;
  /** False: the last column is no label for its place alone. */
  readonly byPosition?: boolean;
}

/** The column of classes, where there is one class a row. */
export function classColumn({ kind, columns }: LabelTarget): Column | undefined {
  return kind === 'class' ? columns[0] : undefined;
}

/** What a table's rows are labelled with, or null where no column is left. Errors: BAD_DATA, UNKNOWN_COLUMN. */
export async function readLabels(
  context: ProfileContext,
  {
    table,
    inputs,
    hinted,
    flagsAreLabels,
    severalNumbers = false,
    byPosition = true,
  }: LabelQuestion,
): Promise<LabelTarget | null> {
  const candidates = table.columns.filter(
    (column) =>
      !inputs.includes(column) && !['id', 'constant', 'date', 'text'].includes(column.role),
  );
  const flags = candidates.filter(({ binary, name }) => binary && !isIdName(name));
  const onlyFlags = flagsAreLabels && flags.length >= 3 && flags.length === candidates.length;
  const choice =
    context.target === null && (onlyFlags || (context.wants.labels && flags.length >= 2))
      ? { columns: flags, reason: `${flags.length} columns of 0 and 1` }
      : chooseTarget({
          file: table.file,
          columns: table.columns,
          candidates,
          hinted,
          wanted: context.target,
          requirement: context.requirement,
          byPosition,
          values: await fewValues(table, candidates),
        });
  const [first] = choice?.columns ?? [];
  if (choice === null || first === undefined) return null;
  if (choice.columns.length > 1) {
    const several = await severalLabels(table, choice);
    if (severalNumbers || several.kind === 'labels') return several;
  }
  const reason = reasonForOne(context, table, choice);
  const separator = await labelSeparator(context, table, first);
  if (separator !== null) {
    const classes = await wordCounts(table, first, separator);
    const base = { fact: first.name, columns: [first], reason };
    return { ...base, kind: 'labels', separator, classes, classCount: classes.length };
  }
  // Characters of a picture of text are read one by one: the column holds no classes.
  if (context.wants.ocr && inputs.some(({ role }) => role !== 'text') && first.type === 'VARCHAR')
    return {
      kind: 'text',
      fact: first.name,
      columns: [first],
      separator,
      reason,
      classes: [],
      classCount: null,
    };
  const kind = targetKind(first, table, context.wants);
  const classes = kind === 'class' ? await valueCounts(table, first) : [];
  const classCount = kind === 'class' ? classes.length : null;
  const base = { fact: first.name, columns: [first], separator, reason };
  return { ...base, kind, classes, classCount };
}

/** The values of columns of words that have few. */
async function fewValues(
  table: Table,
  candidates: readonly Column[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const columns = candidates
    .filter(({ numeric, distinct }) => !numeric && distinct >= 2 && distinct <= 30)
    .slice(0, 50);
  const values = new Map<string, readonly string[]>();
  for (const column of columns) {
    const counted = await valueCounts(table, column);
    values.set(
      column.name,
      counted.map(({ name }) => name),
    );
  }
  return values;
}

/** Of several numbers the first is taken where the programs predict one. Errors: BAD_DATA where `--target` names them. */
function reasonForOne(
  { target }: ProfileContext,
  table: Table,
  { columns, reason }: TargetChoice,
): string {
  if (columns.length === 1) return reason;
  if (target === null)
    return `${reason}; only the first of ${columns.map(({ name }) => name).join(', ')}, as several numbers are predicted together from the columns of a table only`;
  throw new DLCodeGenError(
    'BAD_DATA',
    `Several numbers are predicted together from the columns of a table only; name one target of ${table.file}, not ${target}.`,
    { data: { target } },
  );
}

/** Errors: BAD_DATA for targets that are neither all numbers nor all 0 and 1. */
async function severalLabels(table: Table, choice: TargetChoice): Promise<LabelTarget> {
  const { columns, reason } = choice;
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
  const base = { fact: columns.map(({ name }) => name), columns, separator: null, reason };
  return allBinary
    ? { ...base, kind: 'labels', classes, classCount: columns.length }
    : { ...base, kind: 'number', classes: [], classCount: null };
}

/** Class names with counts, most frequent first. */
export async function valueCounts(table: Table, column: Column): Promise<readonly ClassCount[]> {
  const rows = await table.session.rows(
    `SELECT ${column.sql}::VARCHAR AS name, count(*) AS n FROM ${table.relation} WHERE ${column.sql} IS NOT NULL GROUP BY 1 ORDER BY n DESC, name LIMIT 2000`,
  );
  return rows.map((row) => ({ name: String(row['name']), count: Number(row['n']) }));
}

const SEPARATORS = ['|', ';', ',', ' '] as const;
const LABELS_NAME = /\b(labels|tags|genres|categories|attributes|finding labels)\b/;

/** The mark between several labels in one cell; null where a cell is one class. */
async function labelSeparator(
  { wants }: ProfileContext,
  table: Table,
  column: Column,
): Promise<(typeof SEPARATORS)[number] | null> {
  if (column.numeric || column.type === 'BOOLEAN') return null;
  const asked = wants.labels || LABELS_NAME.test(nameWords(column.name));
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
