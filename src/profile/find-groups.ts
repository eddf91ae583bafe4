import type { Facts } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { nameWords } from './column-names.ts';
import type { Detected } from './detector.ts';
import type { FileColumn } from './file-column.ts';
import { joinPath } from './folder.ts';
import { GROUP_COLUMNS, GROUP_RULES, type GroupRule } from './group-table.ts';
import { givenSplits } from './split-column.ts';
import type { Column, Table } from './table.ts';

/** A file that is an item of the data; classes are "" where there are none. */
export interface LabelledFile {
  readonly file: string;
  readonly label: string;
}

/** What is said of items that belong together; empty where there are none. */
interface Groups {
  readonly facts: Facts;
  readonly words: string;
  readonly findings: readonly Issue[];
}

export interface ColumnGroups extends Groups {
  readonly column: Column | null;
}

/** Of items that stand for themselves. */
export const NO_GROUPS: ColumnGroups = { facts: {}, words: '', findings: [], column: null };
/** Share of files whose names must say a group. */
const ENOUGH = 0.5;
/** Items a group on average; fewer are names, not groups. */
const GROUP_SIZE = 2;
/** Groups that each class needs, one for each split. */
const FEWEST = 3;
/** Values of a column: fewer are categories that happen to be called so. */
const FEWEST_VALUES = 10;

/** The files that rows name, with the class of each; the label is "" where no column is given. */
export async function labelledFiles(
  table: Table,
  names: FileColumn,
  label: Column | undefined,
): Promise<readonly LabelledFile[]> {
  const rows = await table.session.rows(
    `SELECT ${names.column.sql} AS file, ${label?.sql ?? "''"} AS label FROM ${table.sample} WHERE ${names.column.sql} IS NOT NULL`,
  );
  return rows.map(({ file, label: value }) => ({
    file: joinPath(names.folder, `${String(file)}${names.suffix}`),
    label: String(value),
  }));
}

/** Files whose labels do not matter for a split. */
export function unlabelled(files: readonly string[]): readonly LabelledFile[] {
  return files.map((file) => ({ file, label: '' }));
}

/** The detected data with `GROUP_PATTERN`, where the names of its files show groups. */
export function withFileGroups(detected: Detected, files: readonly LabelledFile[]): Detected {
  return withGroups(detected, groupsInNames(files));
}

export function withGroups(detected: Detected, { facts, words, findings }: Groups): Detected {
  return {
    ...detected,
    data: { ...detected.data, facts: { ...detected.data.facts, ...facts } },
    attributes: detected.attributes + words,
    findings: [...detected.findings, ...findings],
  };
}

function groupsInNames(files: readonly LabelledFile[]): Groups {
  const named = readGroups(files);
  if (named === null) return NO_GROUPS;
  const { rule, groups, fewest } = named;
  const [example = ''] = groups.values();
  const seen = `Names like ${example} show ${groups.size} groups (${rule.what})`;
  return judge({ GROUP_PATTERN: shortPattern(rule, files) }, example, seen, fewest);
}

interface NamedGroups {
  readonly rule: GroupRule;
  /** A file of each group. */
  readonly groups: ReadonlyMap<string, string>;
  /** Groups of the class that has the fewest. */
  readonly fewest: number;
}

/** The groups of the first rule that makes real ones. */
function readGroups(files: readonly LabelledFile[]): NamedGroups | null {
  for (const rule of Object.values(GROUP_RULES)) {
    const expression = expressionOf(rule);
    const groups = new Map<string, string>();
    const classes = new Map<string, Set<string>>();
    let named = 0;
    for (const { file, label } of files) {
      const group = groupOf(expression, file);
      if (group !== undefined) {
        named += 1;
        if (!groups.has(group)) groups.set(group, file);
      }
      classes.set(label, (classes.get(label) ?? new Set()).add(group ?? file));
    }
    // Where every class is a group, the names repeat the class.
    const real =
      named >= files.length * ENOUGH &&
      named >= groups.size * GROUP_SIZE &&
      groups.size > Math.max(2, classes.size);
    if (real)
      return { rule, groups, fewest: Math.min(...[...classes.values()].map(({ size }) => size)) };
  }
  return null;
}

/** Searched in a path without suffix; its first group names the group. */
function expressionOf({ words, pattern }: Pick<GroupRule, 'words' | 'pattern'>): RegExp {
  return new RegExp(pattern(words), 'iu');
}

function groupOf(expression: RegExp, file: string): string | undefined {
  return expression.exec(file.replace(/(?<=[^/])\.[^./]*$/, ''))?.[1]?.toLowerCase();
}

/** Says which groups have files in the folder to train with and in that of another split; paths below either folder. */
export function sharedGroups(
  train: readonly LabelledFile[],
  other: readonly LabelledFile[],
  folder: string,
): readonly Issue[] {
  const named = readGroups(train);
  if (named === null) return [];
  const expression = expressionOf(named.rule);
  const found = new Set(other.map(({ file }) => groupOf(expression, file) ?? ''));
  const shared = [...named.groups.keys()].filter((group) => found.has(group));
  if (shared.length === 0) return [];
  return [
    {
      code: 'SHARED_GROUPS',
      path: folder,
      message: `${shared.length} of ${named.groups.size} groups to train with (${named.rule.what}) have files of the same name in ${folder}: scores there may be better than on new groups.`,
      fix: 'Keep all files of a group in one folder, or put all in one for the project to split.',
    },
  ];
}

/** The rule's pattern with the words only that stand in these names. */
function shortPattern({ words, pattern }: GroupRule, files: readonly LabelledFile[]): string {
  const used = words.filter((word) => {
    const expression = expressionOf({ pattern, words: [word] });
    return files.some(({ file }) => groupOf(expression, file) !== undefined);
  });
  return pattern(used);
}

/** Groups are kept together where each class has enough of them; else the reader is told what that means. */
function judge(facts: Facts, path: string, seen: string, fewest: number): Groups {
  if (fewest < FEWEST)
    return {
      ...NO_GROUPS,
      findings: [
        {
          code: 'FEW_GROUPS',
          path,
          message: `${seen}, but a class has ${fewest} of them only: they are spread over the splits, and scores will be better than on new groups.`,
          fix: `Add items of other groups, at least ${FEWEST} a class.`,
        },
      ],
    };
  return {
    facts,
    words: ' Items come in groups that belong together.',
    findings: [{ code: 'GROUPS', path, message: `${seen}; a group stays in one split.` }],
  };
}

/**
 * The column that says which rows belong together: that of given splits, else ids that repeat, as rows of one patient, user or
 * subject do; `label` holds the classes.
 */
export async function groupsInColumn(
  table: Table,
  taken: readonly Column[],
  label: Column | undefined,
): Promise<ColumnGroups> {
  const given = givenSplits(table);
  if (given !== null && !taken.includes(given.column)) {
    const { column, finding } = given;
    return { facts: { SPLIT_COLUMN: column.name }, words: '', findings: [finding], column };
  }
  const column = table.columns.find(
    (candidate) => !taken.includes(candidate) && namesGroups(candidate, table.count),
  );
  if (column === undefined) return NO_GROUPS;
  const each = label === undefined ? '' : `WHERE ${label.sql} IS NOT NULL GROUP BY ${label.sql}`;
  const [row] = await table.session.rows(
    `SELECT min(groups) AS fewest FROM (SELECT count(DISTINCT ${column.sql}) AS groups FROM ${table.relation} ${each})`,
  );
  const seen = `${column.name} repeats (${column.distinct} values in ${table.count} rows): its rows belong together, and it is no feature`;
  const groups = judge(
    { GROUP_COLUMN: column.name },
    column.name,
    seen,
    Number(row?.['fewest'] ?? 0),
  );
  const ofGroup = label === undefined ? [] : await labelOfGroup(table, column, label);
  return { ...groups, findings: [...groups.findings, ...ofGroup], column };
}

/** Rows of a group from which on a label that they share is one of the whole group. */
const SEQUENCE = 3;

/** A label that all rows of a group share is learnt from each row by itself; who wants one answer a group must know. */
async function labelOfGroup(
  { session, relation, count }: Table,
  group: Column,
  label: Column,
): Promise<readonly Issue[]> {
  if (count < group.distinct * SEQUENCE || label.distinct < 2) return [];
  const [row] = await session.rows(
    `SELECT count(DISTINCT (${group.sql}, ${label.sql})) AS pairs, count(DISTINCT ${group.sql}) AS groups FROM ${relation} WHERE ${group.sql} IS NOT NULL AND ${label.sql} IS NOT NULL`,
  );
  if (Number(row?.['pairs']) !== Number(row?.['groups'])) return [];
  return [
    {
      code: 'LABEL_OF_GROUP',
      path: label.name,
      message: `${label.name} is the same in all rows of a ${group.name}: each row is learnt by itself, not the sequence of its rows.`,
      fix: `Write a row a ${group.name}, or take the mean of the predictions of its rows.`,
    },
  ];
}

function namesGroups(column: Column, count: number): boolean {
  const { name, role, numeric, distinct, missing, binary } = column;
  const words = nameWords(name);
  return (
    (GROUP_COLUMNS.any.test(words) || (!numeric && GROUP_COLUMNS.words.test(words))) &&
    role !== 'text' &&
    role !== 'date' &&
    !binary &&
    distinct >= FEWEST_VALUES &&
    count * (1 - missing) >= distinct * GROUP_SIZE
  );
}
