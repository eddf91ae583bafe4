import path from 'node:path';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { columnWords, itemFindings } from './attributes.ts';
import type { Detected, Detector, ProfileContext } from './detector.ts';
import { classColumn, type LabelTarget, labelWords, readLabels } from './label-columns.ts';
import { groupsInColumn, NO_GROUPS, withGroups } from './find-groups.ts';
import { submissionColumns } from './open-tables.ts';
import { type Column, type Table } from './table.ts';
import { idColumn } from './table-columns.ts';
import { chooseFeatures } from './table-features.ts';
import { findTables } from './table-files.ts';
import { tableFindings } from './table-findings.ts';
import { hasColumns, namedColumns } from './target-column.ts';
import { refuseRecordings } from './refuse-recordings.ts';
import { readPairs } from './table-pairs.ts';
import { ratingColumns, readRatings } from './table-ratings.ts';
import { readSeries } from './table-series.ts';
import { readSignals } from './table-signals.ts';
import { readTagged } from './table-tagged.ts';
import { readTextPairs } from './table-text-pairs.ts';
import { columnTextFacts } from './text-statistics.ts';
import { nameWords } from './column-names.ts';
import { TEXT_NAME } from './column-roles.ts';

export type TableReading = (context: ProfileContext, table: Table) => Promise<Detected | null>;

/** What a table may be, the most particular first. */
const READINGS: readonly TableReading[] = [
  readTagged,
  readTextPairs,
  readPairs,
  readSignals,
  refuseHeadless,
  readRatings,
  readSeries,
  readTexts,
  readRows,
];

/** A table without files beside it. */
export const detectTable: Detector = async (context) => {
  const { train } = findTables(context.folder);
  const file = await chooseFile(context, train);
  if (file === null) return null;
  await refuseRecordings(context, train);
  const table = await context.table(file);
  // Readings that take their target by themselves must not pass over a wrong name.
  if (context.target !== null) namedColumns(context.target, table.columns, table.file);
  for (const read of READINGS) {
    const detected = await read(context, table);
    if (detected !== null)
      return { ...detected, findings: [...detected.findings, ...unusedTables(train, file)] };
  }
  return null;
};

/** The table that has the wanted target or that the requirement names, one of ratings where those are asked for, else the first. */
async function chooseFile(
  context: ProfileContext,
  files: readonly string[],
): Promise<string | null> {
  const { target, requirement, wants } = context;
  const [first = null] = files;
  const named = files.filter((file) => requirement.includes(path.basename(file)));
  if (named.length === 1) return named[0] ?? null;
  if (files.length < 2 || (target === null && !wants.recommend)) return first;
  for (const file of files.slice(0, 20)) {
    const table = await context.table(file).catch(() => null);
    if (table === null) continue;
    const fits =
      target === null ? ratingColumns(table, null) !== null : hasColumns(target, table.columns);
    if (fits) return file;
  }
  return first;
}

function unusedTables(files: readonly string[], used: string): readonly Issue[] {
  const others = files.filter((file) => file !== used).slice(0, 10);
  if (others.length === 0) return [];
  return [
    {
      code: 'UNUSED_FILES',
      path: used,
      message: `${used} is used; not used: ${others.join(', ')}.`,
    },
  ];
}

async function refuseHeadless(_: ProfileContext, table: Table): Promise<null> {
  if (table.header) return null;
  throw new DLCodeGenError(
    'BAD_DATA',
    `${table.file} has no header: its first line reads like values. Write the ${table.columns.length} column names on the first line.`,
    { data: { file: table.file } },
  );
}

/** The text column that a text program reads, or null. */
function mainText({ wants }: ProfileContext, table: Table): Column | null {
  const texts = table.columns.filter(({ role }) => role === 'text');
  const named = texts.filter(({ name }) => TEXT_NAME.test(nameWords(name)));
  const longest = (columns: readonly Column[]): Column | null =>
    columns.reduce<Column | null>(
      (a, b) => (b.averageLength > (a?.averageLength ?? 0) ? b : a),
      null,
    );
  const text = longest(named) ?? longest(texts) ?? (wants.text ? longest(wordy(table)) : null);
  const numbers = table.columns.filter(({ role, binary }) => role === 'number' && !binary).length;
  // A listing with a description beside many numbers is a table first.
  return text !== null && (wants.text || numbers <= 3) ? text : null;
}

/** Columns of short texts, for requirements that speak of texts. */
function wordy({ columns }: Table): readonly Column[] {
  return columns.filter(
    ({ role, type, averageWords, distinct }) =>
      role === 'category' && type === 'VARCHAR' && averageWords >= 1.5 && distinct >= 20,
  );
}

async function readTexts(context: ProfileContext, table: Table): Promise<Detected | null> {
  const text = mainText(context, table);
  if (text === null) return null;
  const hinted = await submissionColumns(context, table, null);
  const labels = await readLabels(context, { table, inputs: [text], hinted, flagsAreLabels: true });
  if (labels === null) return null;
  const facts = await columnTextFacts(table, [text]);
  const { test } = findTables(context.folder);
  return {
    data: {
      kind: 'text-table',
      target: labels.kind,
      facts: {
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        TEXT_COLUMN: text.name,
        TARGET: labels.fact,
        ...(labels.kind === 'labels' ? { LABEL_SEPARATOR: labels.separator } : {}),
        ID_COLUMN: idColumn(table.columns, labels.columns)?.name ?? null,
        TEST_FILE: test,
        CLASS_COUNT: labels.classCount,
        VOCABULARY_SIZE: facts.vocabulary,
        SEQUENCE_LENGTH: facts.length,
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: table.columns,
    classes: labels.classes,
    attributes:
      `The dataset consists of ${table.count} texts in ${table.file}; the column '${text.name}' holds the text, ${Math.round(text.averageWords)} words on average and ${facts.length} at most in 95 % of rows, about ${facts.vocabulary} different words. ` +
      labelWords(labels),
    findings: [
      ...(await tableFindings(table, labels.columns)),
      ...(labels.kind === 'class' ? itemFindings(labels.classes) : []),
      ...unreadColumns(table, text, labels.columns),
    ],
  };
}

/** A text program reads one column; the user should know of the others. */
function unreadColumns(
  { columns, file }: Table,
  text: Column,
  targets: readonly Column[],
): readonly Issue[] {
  const others = columns.filter(
    (column) =>
      column !== text && !targets.includes(column) && !['id', 'constant'].includes(column.role),
  );
  if (others.length === 0) return [];
  const names = others.slice(0, 10).map(({ name }) => name);
  return [
    {
      code: 'LEFT_OUT',
      path: file,
      message: `Only the text in ${text.name} is read; not used: ${names.join(', ')}${others.length > 10 ? ', ...' : ''}.`,
    },
  ];
}

/** Names of columns that say which rows are anomalies. */
const STRANGE_NAME =
  /\b(anomal\w*|outliers?|faults?|faulty|fraud\w*|fail\w*|defect\w*|attacks?|intrusions?|abnormal\w*|normal|labels?|target|class|status|state)\b/;
const MOST_STATES = 50;

/**
 * What the rows are labelled with. Where anomalies are looked for, only a column of two values, or one named for it, can say
 * which are known: others are what an anomaly shows in.
 */
async function rowLabels(context: ProfileContext, table: Table): Promise<LabelTarget | null> {
  const hinted = await submissionColumns(context, table, null);
  const question = {
    table,
    inputs: [],
    hinted,
    flagsAreLabels: false,
    severalNumbers: true,
  };
  if (!context.wants.anomaly || context.target !== null) return readLabels(context, question);
  const named = table.columns.filter(
    ({ name, distinct }) =>
      distinct > 1 && distinct <= MOST_STATES && STRANGE_NAME.test(nameWords(name)),
  );
  const known = named.length > 0 ? named : table.columns.filter(({ distinct }) => distinct === 2);
  const inputs = table.columns.filter((column) => !known.includes(column));
  return readLabels(context, { ...question, inputs, byPosition: named.length > 0 });
}

async function unlabelledRows(context: ProfileContext, table: Table): Promise<Detected> {
  const { facts, features, findings } = chooseFeatures(table, []);
  requireFeatures(table, features, 'what is normal');
  return {
    data: {
      kind: 'table',
      target: 'anomaly',
      facts: {
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        TARGET: null,
        ...facts,
        ID_COLUMN: idColumn(table.columns, [])?.name ?? null,
        TEST_FILE: findTables(context.folder).test,
        CLASS_COUNT: null,
      },
    },
    targetReason: 'no column says which rows are anomalies; all are taken as normal',
    count: table.count,
    columns: table.columns,
    classes: [],
    attributes: `The dataset consists of ${table.count} rows in ${table.file}. Each instance consists of ${columnWords(features)}. No instance is labelled.`,
    findings: [...(await tableFindings(table, [])), ...findings],
  };
}

/** Errors: BAD_DATA where no column is left to learn from. */
function requireFeatures(table: Table, features: readonly Column[], what: string): void {
  if (features.length === 0) refuseTable(table, `to learn ${what} from`);
}

/** Says what the columns are that are none of these. */
function refuseTable({ file, columns }: Table, purpose: string): never {
  throw new DLCodeGenError(
    'BAD_DATA',
    `${file} has no column ${purpose}: ${columns.map(({ name, role }) => `${name} (${role})`).join(', ')}.`,
    { data: { columns: columns.map(({ name }) => name) } },
  );
}

async function readRows(context: ProfileContext, table: Table): Promise<Detected | null> {
  const labels = await rowLabels(context, table);
  if (labels === null && context.wants.anomaly) return unlabelledRows(context, table);
  if (labels === null) return refuseTable(table, 'that could be a target');
  const anomaly = context.wants.anomaly && labels.kind === 'class';
  const groups = anomaly
    ? NO_GROUPS
    : await groupsInColumn(table, labels.columns, classColumn(labels));
  const { facts, features, findings } = chooseFeatures(table, [
    ...labels.columns,
    ...(groups.column === null ? [] : [groups.column]),
  ]);
  requireFeatures(table, features, labels.columns[0]?.name ?? 'the target');
  const { test } = findTables(context.folder);
  const detected: Detected = {
    data: {
      kind: 'table',
      target: anomaly ? 'anomaly' : labels.kind,
      facts: {
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        TARGET: labels.fact,
        ...facts,
        ID_COLUMN: idColumn(table.columns, labels.columns)?.name ?? null,
        TEST_FILE: test,
        CLASS_COUNT: labels.classCount,
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: table.columns,
    classes: labels.classes,
    attributes:
      `The dataset consists of ${table.count} rows in ${table.file}. Each instance consists of ${columnWords(features)}. ${labelWords(labels)}` +
      (test === null ? '' : ` ${test} holds rows to predict.`),
    findings: [
      ...(await tableFindings(table, labels.columns)),
      ...findings,
      ...(labels.kind === 'class' ? itemFindings(labels.classes) : []),
    ],
  };
  return withGroups(detected, groups);
}
