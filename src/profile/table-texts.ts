import type { DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { nameWords } from './column-names.ts';
import { TEXT_NAME } from './column-roles.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  lacks,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { groupsInColumn, withGroups } from './find-groups.ts';
import { classColumn, columnParts, labelColumns, labelWords, readLabels } from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import type { Column, Table } from './table.ts';
import { idColumn } from './table-columns.ts';
import { findTables } from './table-files.ts';
import { labelFindings } from './label-findings.ts';
import { tableFacts } from './table-facts.ts';
import { columnTextFacts } from './text-statistics.ts';
import { unreadColumns } from './unread-columns.ts';

/** Beside more number columns than this a text is one of many things about an item. */
const MOST_NUMBERS = 3;

/** Rows that are texts with a label. Columns of short texts are read only where words name them or speak of texts. */
export async function readTexts(context: ProfileContext, table: Table): Promise<Found> {
  const texts = table.columns.filter(({ role }) => role === 'text');
  const named = texts.filter(({ name }) => TEXT_NAME.test(nameWords(name)));
  const short = shortTexts(table);
  const sources = [...longestFirst(named), ...longestFirst(texts), ...longestFirst(short)].filter(
    (column, at, all) => all.indexOf(column) === at,
  );
  const [main] = sources;
  if (main === undefined) return NOTHING;
  const labels = labelColumns(table, [main]);
  if (labels.length === 0)
    return found(
      [],
      [
        lacks(
          'text-table',
          ['class'],
          `${table.file} has the text column ${main.name} and no column that could be its label.`,
        ),
      ],
    );
  const numbers = table.columns.filter(({ role, binary }) => role === 'number' && !binary).length;
  const fit = texts.length === 0 ? 0.1 : numbers > MOST_NUMBERS ? 0.3 : 0.7;
  const question = { table, labels, flagsAreLabels: true };
  const candidate = candidateOf(
    context,
    {
      kind: 'text-table',
      targets: ['class', 'number', 'labels'],
      fit,
      why: `${main.name} holds texts of ${Math.round(main.averageWords)} words on average`,
      place: table.file,
      count: table.count,
      ...columnParts(context, question),
      sources: sources.map(({ name }) => name),
    },
    async (choice) => settleTexts(context, table, main, choice),
  );
  return found([candidate]);
}

function longestFirst(columns: readonly Column[]): readonly Column[] {
  return columns.toSorted((left, right) => right.averageLength - left.averageLength);
}

/** Columns of a few words each. */
function shortTexts({ columns }: Table): readonly Column[] {
  return columns.filter(
    ({ role, type, averageWords, distinct }) =>
      role === 'category' && type === 'VARCHAR' && averageWords >= 1.5 && distinct >= 20,
  );
}

async function settleTexts(
  context: ProfileContext,
  table: Table,
  main: Column,
  choice: DataChoice,
): Promise<Detected> {
  const [chosen] =
    choice.source === undefined ? [] : namedColumns([choice.source], table.columns, table.file);
  const text = chosen ?? main;
  const labels = await readLabels(
    context,
    { table, labels: labelColumns(table, [text]), flagsAreLabels: true },
    choice,
  );
  if (labels === null)
    throw new DLCodeGenError('BAD_DATA', `${table.file} has no column that could be a label.`);
  const facts = await columnTextFacts(table, [text]);
  const { test } = findTables(context.folder);
  const groups = await groupsInColumn(table, [text, ...labels.columns], classColumn(labels));
  const detected: Detected = {
    data: {
      kind: 'text-table',
      target: labels.kind,
      facts: {
        ...tableFacts(table),
        TEXT_COLUMN: text.name,
        TARGET: labels.fact,
        ...(labels.kind === 'labels' ? { LABEL_SEPARATOR: labels.separator } : {}),
        ID_COLUMN: idColumn(table.columns, labels.columns)?.name ?? null,
        TEST_FILE: test,
        ...labels.facts,
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
      ...(await labelFindings(table, labels)),
      ...unreadColumns(
        table,
        [text, ...labels.columns, ...(groups.column === null ? [] : [groups.column])],
        `the text in ${text.name}`,
      ),
    ],
  };
  return withGroups(detected, groups);
}
