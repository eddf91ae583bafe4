import { itemFindings } from './attributes.ts';
import { nameWords } from './column-names.ts';
import type { Detected, ProfileContext } from './detector.ts';
import { type LabelTarget, labelWords, readLabels } from './label-columns.ts';
import { submissionColumns } from './open-tables.ts';
import type { Column, Table } from './table.ts';
import { idColumn } from './table-columns.ts';
import { findTables } from './table-files.ts';
import { tableFindings } from './table-findings.ts';
import { columnTextFacts } from './text-statistics.ts';

/** More values than this are no judgement of two texts. */
const MOST_CLASSES = 50;

type Pair = readonly [Column, Column];

/** Words that make two columns sides of one pair: `question1` and `question2`, `text_a` and `text_b`. */
const SIDES: readonly (readonly [string, string])[] = [
  ['1', '2'],
  ['a', 'b'],
  ['first', 'second'],
  ['left', 'right'],
  ['one', 'two'],
];
/** Names of texts that are judged by one another. */
const PARTNERS: readonly (readonly [RegExp, RegExp])[] = [
  [/^premise\b/, /^hypothesis\b/],
  [/^(query|search term|search query)\b/, /^(document|passage|product title|title|result)\b/],
  [/^question\b/, /^(sentence|passage|answer)\b/],
  [/^claim\b/, /^(evidence|passage|sentence)\b/],
  [/^headline\b/, /^(article body|body)\b/],
];

/** Two columns of texts and the class of the pair: same meaning or not, entailment, relevance. */
export async function readTextPairs(
  context: ProfileContext,
  table: Table,
): Promise<Detected | null> {
  const pair = findPair(context, table);
  if (pair === null) return null;
  const labels = await pairLabels(context, table, pair);
  if (labels?.kind !== 'class') return null;
  const facts = await columnTextFacts(table, pair);
  const [first, second] = pair;
  return {
    data: {
      kind: 'text-pairs',
      target: 'class',
      facts: {
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        TEXT_COLUMNS: [first.name, second.name],
        TARGET: labels.fact,
        ID_COLUMN: idColumn(table.columns, labels.columns)?.name ?? null,
        TEST_FILE: findTables(context.folder).test,
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
      `The dataset consists of ${table.count} pairs of texts in ${table.file}; the columns '${first.name}' and '${second.name}' hold the two texts, ${facts.length} words at most in 95 % of rows, about ${facts.vocabulary} different words. ` +
      labelWords(labels),
    findings: [...(await tableFindings(table, labels.columns)), ...itemFindings(labels.classes)],
  };
}

/** The two texts: named as sides of a pair, or the only two where the requirement speaks of pairs. */
function findPair({ wants, target }: ProfileContext, table: Table): Pair | null {
  const texts = table.columns.filter((column) => isText(column) && column.name !== target);
  const named = texts
    .flatMap((first) => texts.map((second): Pair => [first, second]))
    .find(([first, second]) => areSides(first.name, second.name));
  // What is to be written has no class.
  if (wants.pairs && !wants.relate) return null;
  if (named !== undefined) return named;
  const [first, second] = texts;
  const only = wants.relate && texts.length === 2;
  return only && first !== undefined && second !== undefined ? [first, second] : null;
}

/** Sentences may be short, and few of them different. */
function isText({ type, role, averageWords, distinct }: Column): boolean {
  if (role === 'text') return true;
  return type === 'VARCHAR' && role === 'category' && averageWords >= 1.5 && distinct >= 20;
}

/** Names that differ in their first or last word only, which says the side; or partners. */
function areSides(first: string, second: string): boolean {
  const [one, two] = [sideWords(first), sideWords(second)];
  const apart = [...one.keys()].filter((at) => one[at] !== two[at]);
  const [at = -1] = apart;
  const atEnd = at === 0 || at === one.length - 1;
  const sided =
    one.length >= 2 &&
    one.length === two.length &&
    apart.length === 1 &&
    atEnd &&
    SIDES.some(([left, right]) => one[at] === left && two[at] === right);
  return (
    sided ||
    PARTNERS.some(
      ([source, partner]) => source.test(nameWords(first)) && partner.test(nameWords(second)),
    )
  );
}

/** `question1` is two words: what it is, and its side. */
function sideWords(name: string): readonly string[] {
  return nameWords(name)
    .replaceAll(/(\p{L})(\d)/gu, '$1 $2')
    .split(' ');
}

/** The pair's label where a column could be one; two texts alone are source and target. */
async function pairLabels(
  context: ProfileContext,
  table: Table,
  pair: Pair,
): Promise<LabelTarget | null> {
  const candidates = table.columns.filter(
    (column) =>
      !pair.includes(column) &&
      !['id', 'constant', 'date', 'text'].includes(column.role) &&
      column.distinct <= MOST_CLASSES,
  );
  if (candidates.length === 0) return null;
  const hinted = await submissionColumns(context, table, null);
  return readLabels(context, { table, inputs: pair, hinted, flagsAreLabels: false });
}
