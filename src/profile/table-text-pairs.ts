import type { DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { nameWords } from './column-names.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import {
  columnParts,
  labelColumns,
  type LabelQuestion,
  labelWords,
  readLabels,
} from './label-columns.ts';
import type { Column, Table } from './table.ts';
import { idColumn } from './table-columns.ts';
import { findTables } from './table-files.ts';
import { labelFindings } from './label-findings.ts';
import { tableFacts } from './table-facts.ts';
import { columnTextFacts } from './text-statistics.ts';

/** More values than this are no judgement of two texts. */
const MOST_CLASSES = 50;
/** Columns of texts among which a pair is looked for. */
const MOST_TEXTS = 40;

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
export async function readTextPairs(context: ProfileContext, table: Table): Promise<Found> {
  const texts = table.columns.filter(isText).slice(0, MOST_TEXTS);
  const sided = texts
    .flatMap((first) => texts.map((second): Pair => [first, second]))
    .find(([first, second]) => areSides(first.name, second.name));
  const [one, two] = texts;
  const only: Pair | null =
    texts.length === 2 && one !== undefined && two !== undefined ? [one, two] : null;
  const pair = sided ?? only;
  if (pair === null) return NOTHING;
  const labels = labelColumns(table, pair).filter(({ distinct }) => distinct <= MOST_CLASSES);
  if (labels.length === 0) return NOTHING;
  const question = { table, labels };
  const candidate = candidateOf(
    context,
    {
      kind: 'text-pairs',
      targets: ['class'],
      fit: sided === undefined ? 0.3 : 0.9,
      why: `${pair[0].name} and ${pair[1].name} are two texts beside a label`,
      place: table.file,
      count: table.count,
      ...columnParts(context, question),
      sources: pair.map(({ name }) => name),
    },
    async (choice) => settleTextPairs(context, question, pair, choice),
  );
  return found([candidate]);
}

async function settleTextPairs(
  context: ProfileContext,
  question: LabelQuestion,
  pair: Pair,
  choice: DataChoice,
): Promise<Detected> {
  const { table } = question;
  const labels = await readLabels(context, question, { ...choice, target: 'class' });
  if (labels === null)
    throw new DLCodeGenError('BAD_DATA', `${table.file} has no column that could be a label.`);
  const facts = await columnTextFacts(table, pair);
  const [first, second] = pair;
  return {
    data: {
      kind: 'text-pairs',
      target: 'class',
      facts: {
        ...tableFacts(table),
        TEXT_COLUMNS: [first.name, second.name],
        TARGET: labels.fact,
        ID_COLUMN: idColumn(table.columns, labels.columns)?.name ?? null,
        TEST_FILE: findTables(context.folder).test,
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
      `The dataset consists of ${table.count} pairs of texts in ${table.file}; the columns '${first.name}' and '${second.name}' hold the two texts, ${facts.length} words at most in 95 % of rows, about ${facts.vocabulary} different words. ` +
      labelWords(labels),
    findings: await labelFindings(table, labels),
  };
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
