import type { Candidate, DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { columnWords } from './attributes.ts';
import { nameWords } from './column-names.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  lacks,
  type ProfileContext,
} from './detector.ts';
import { groupsInColumn, NO_GROUPS, withGroups } from './find-groups.ts';
import {
  classColumn,
  columnParts,
  type LabelQuestion,
  labelColumns,
  type LabelTarget,
  labelWords,
  readLabels,
} from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import { partsOfTarget } from './parts-of-target.ts';
import { splitColumn } from './split-column.ts';
import type { Column, Table } from './table.ts';
import { idColumn } from './table-columns.ts';
import { chooseFeatures } from './table-features.ts';
import { findTables } from './table-files.ts';
import { lackingFindings, readTestTable } from './test-table.ts';
import { labelFindings } from './label-findings.ts';
import { tableFindings } from './table-findings.ts';
import { tableFacts } from './table-facts.ts';

/** Rows that are items: a column to predict from the others, or anomalies among them. */
export async function readRows(context: ProfileContext, table: Table): Promise<Found> {
  const labels = labelColumns(table, []);
  const question = { table, labels, severalNumbers: true };
  const base = { kind: 'table', place: table.file, count: table.count } as const;
  const candidates: Candidate[] = [];
  if (labels.length > 0)
    candidates.push(
      candidateOf(
        context,
        {
          ...base,
          ...columnParts(context, question),
          targets: ['class', 'number', 'labels'],
          fit: 0.5,
          why: `${table.columns.length} columns`,
        },
        async (choice) => settleRows(context, question, choice),
      ),
    );
  const { features } = chooseFeatures(table, []);
  if (features.length > 0) candidates.push(anomalyRows(context, table, base));
  const missing = [
    ...(labels.length > 0
      ? []
      : [lacks('table', ['class', 'number'], nothing(table, 'that could be a target'))]),
    ...(features.length > 0
      ? []
      : [lacks('table', ['anomaly'], nothing(table, 'to learn what is normal from'))]),
  ];
  return found(candidates, missing);
}

/** Names of columns that say which rows are anomalies. */
const STRANGE_NAME =
  /\b(anomal\w*|outliers?|faults?|faulty|fraud\w*|fail\w*|defect\w*|attacks?|intrusions?|abnormal\w*|normal|labels?|target|class|status|state)\b/;
const MOST_STATES = 50;
const KNOWN = 0.7;

/**
 * Rows among which anomalies are looked for. Only a column of two values, or one named for it, can say which are known:
 * others are what an anomaly shows in.
 */
function anomalyRows(
  context: ProfileContext,
  table: Table,
  base: Pick<Candidate, 'kind' | 'place' | 'count'>,
): Candidate {
  const all = labelColumns(table, []);
  const named = all.filter(
    ({ name, distinct }) =>
      distinct > 1 && distinct <= MOST_STATES && STRANGE_NAME.test(nameWords(name)),
  );
  const labels = named.length > 0 ? named : all.filter(({ distinct }) => distinct === 2);
  const question = { table, labels };
  const parts = columnParts(context, question);
  return candidateOf(
    context,
    {
      ...base,
      ...parts,
      // A column of two values is no label for its place alone.
      usualTargets: async () => {
        const usual = await parts.usualTargets();
        const [first] = named;
        if (first === undefined) return usual.slice(0, -1);
        const says = `${first.name} says which rows are known`;
        return [{ columns: [first.name], reason: says, confidence: KNOWN }, ...usual];
      },
      targets: ['anomaly'],
      fit: 0.25,
      why: `${table.count} rows`,
    },
    async (choice) =>
      choice.columns === undefined
        ? unlabelledRows(context, table, choice)
        : settleRows(context, question, { ...choice, target: 'anomaly' }),
  );
}

async function unlabelledRows(
  context: ProfileContext,
  table: Table,
  choice: DataChoice,
): Promise<Detected> {
  const { facts, features, findings } = chooseFeatures(table, leftOut(table, [], choice));
  requireFeatures(table, features, 'what is normal');
  return {
    data: {
      kind: 'table',
      target: 'anomaly',
      facts: {
        ...tableFacts(table),
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

async function settleRows(
  context: ProfileContext,
  question: LabelQuestion,
  choice: DataChoice,
): Promise<Detected> {
  const { table } = question;
  const labels = await readLabels(context, question, choice);
  if (labels === null)
    throw new DLCodeGenError('BAD_DATA', nothing(table, 'that could be a target'));
  const anomaly = choice.target === 'anomaly' && labels.kind === 'class';
  const groups = anomaly
    ? NO_GROUPS
    : await groupsInColumn(table, labels.columns, classColumn(labels));
  const { test } = findTables(context.folder);
  const testTable = await readTestTable(context, table);
  const [label] = labels.columns;
  // What somebody names to learn from is known before.
  const parts =
    label === undefined || labels.kind !== 'number' || choice.inputs !== undefined
      ? null
      : await partsOfTarget(table, label);
  const taken = [
    ...labels.columns,
    ...(parts?.columns ?? []),
    ...(groups.column === null ? [] : [groups.column]),
    ...(testTable?.lacking ?? []),
  ];
  const { facts, features, findings } = chooseFeatures(table, leftOut(table, taken, choice));
  requireFeatures(table, features, labels.columns[0]?.name ?? 'the target');
  const detected: Detected = {
    data: {
      kind: 'table',
      target: anomaly ? 'anomaly' : labels.kind,
      facts: {
        ...tableFacts(table),
        TARGET: labels.fact,
        ...facts,
        ID_COLUMN: idColumn(table.columns, labels.columns)?.name ?? null,
        TEST_FILE: test,
        ...labels.facts,
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: table.columns,
    classes: labels.classes,
    attributes: attributesOf(table, features, labels, test),
    findings: [
      ...(await labelFindings(table, labels)),
      ...findings,
      ...(parts === null ? [] : [parts.finding]),
      ...lackingFindings(testTable, labels.columns),
    ],
  };
  return withGroups(detected, groups);
}

function attributesOf(
  table: Table,
  features: readonly Column[],
  labels: LabelTarget,
  test: string | null,
): string {
  return (
    `The dataset consists of ${table.count} rows in ${table.file}. Each instance consists of ${columnWords(features)}. ${labelWords(labels)}` +
    (test === null ? '' : ` ${test} holds rows to predict.`)
  );
}

/** Columns that are no inputs: what is predicted, the split, what is excluded or not chosen. Errors: UNKNOWN_COLUMN. */
export function leftOut(
  table: Table,
  taken: readonly Column[],
  { inputs, excluded = [] }: Pick<DataChoice, 'inputs' | 'excluded'>,
): readonly Column[] {
  const split = splitColumn(table);
  const chosen = inputs === undefined ? null : namedColumns(inputs, table.columns, table.file);
  return table.columns.filter(
    (column) =>
      taken.includes(column) ||
      column === split ||
      excluded.includes(column.name) ||
      (chosen !== null && !chosen.includes(column)),
  );
}

/** Errors: BAD_DATA where no column is left to learn from. */
function requireFeatures(table: Table, features: readonly Column[], what: string): void {
  if (features.length === 0)
    throw new DLCodeGenError('BAD_DATA', nothing(table, `to learn ${what} from`), {
      data: { columns: table.columns.map(({ name }) => name) },
    });
}

/** Says what the columns are that are none of these. */
function nothing({ file, columns }: Table, purpose: string): string {
  return `${file} has no column ${purpose}: ${columns.map(({ name, role }) => `${name} (${role})`).join(', ')}.`;
}
