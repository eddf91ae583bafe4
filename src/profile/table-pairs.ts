import type { DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { nameWords } from './column-names.ts';
import { columnParts } from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import type { Column, Table } from './table.ts';
import { tableFacts } from './table-facts.ts';
import { columnTextFacts } from './text-statistics.ts';

const SOURCE =
  /\b(source|src|input|question|article|text|document|context|prompt|original|body|content|dialogue|utterance|english|en)\b/;
const TARGET =
  /\b(target|tgt|output|answer|summary|summaries|highlights?|headlines?|response|reply|translation|title|simplified|paraphrase)\b/;

/** Two columns of texts, the second made from the first: translation, summary, answer. */
export async function readPairs(context: ProfileContext, table: Table): Promise<Found> {
  const texts = table.columns.filter(
    (column) =>
      column.type === 'VARCHAR' &&
      column.role !== 'constant' &&
      column.role !== 'date' &&
      column.role !== 'list' &&
      !isAddress(column) &&
      (column.distinct >= table.count * 0.4 || column.role === 'text'),
  );
  const [source, target] = orderPair(texts);
  if (source === undefined || target === undefined) return NOTHING;
  const headless = !table.header && table.columns.length <= 4;
  const bare = table.columns.length === 2 && texts.every(({ role }) => role === 'text');
  const named = SOURCE.test(nameWords(source.name)) && TARGET.test(nameWords(target.name));
  const fit = headless ? 0.9 : bare ? 0.8 : named ? 0.3 : 0.1;
  const candidate = candidateOf(
    context,
    {
      kind: 'text-pairs',
      targets: ['text'],
      fit,
      why: `two texts a row, e.g. ${source.name} and ${target.name}`,
      place: table.file,
      count: table.count,
      ...columnParts(context, { table, labels: texts }),
      usualTargets: async () => [
        {
          columns: [target.name],
          reason: pairReason(table, source, target),
          confidence: headless || named ? 0.7 : 0.5,
        },
      ],
      sources: texts.map(({ name }) => name),
    },
    async (choice) => settlePair(context, table, texts, choice),
  );
  return found([candidate]);
}

/** One long word a row: links, codes. */
function isAddress({ averageWords, averageLength }: Column): boolean {
  return averageWords < 1.1 && averageLength > 12;
}

/** Source and target by their names, else in the order of the columns. */
function orderPair(columns: readonly Column[]): readonly (Column | undefined)[] {
  const target = columns.find(({ name }) => TARGET.test(nameWords(name)));
  const others = columns.filter((column) => column !== target);
  const source = others.find(({ name }) => SOURCE.test(nameWords(name))) ?? others[0];
  return target === undefined ? columns.slice(0, 2) : [source, target];
}

function pairReason(table: Table, source: Column, target: Column): string {
  return table.header
    ? `${target.name} is a text that belongs to ${source.name}`
    : 'second column of a table of texts without header';
}

async function settlePair(
  context: ProfileContext,
  table: Table,
  texts: readonly Column[],
  choice: DataChoice,
): Promise<Detected> {
  context.signal?.throwIfAborted();
  const named = (names: readonly string[] | undefined): Column | undefined =>
    names === undefined ? undefined : namedColumns(names, table.columns, table.file)[0];
  const chosen = {
    source: named(choice.source === undefined ? undefined : [choice.source]),
    target: named(choice.columns),
  };
  const [first, second] = orderPair(texts);
  const other = (column: Column | undefined): Column | undefined =>
    [first, second, ...texts].find((text) => text !== column);
  const target = chosen.target ?? (chosen.source === second ? first : second);
  const source = chosen.source ?? (target === first ? second : first) ?? other(target);
  if (source === undefined || target === undefined || source === target)
    throw new DLCodeGenError('BAD_DATA', `${table.file} has no two columns of texts.`);
  const all = await columnTextFacts(table, [source, target]);
  const ends = [
    await columnTextFacts(table, [source]),
    await columnTextFacts(table, [target]),
  ] as const;
  const fact = (column: Column): string | number =>
    table.header ? column.name : table.columns.indexOf(column);
  const names = table.header ? `'${source.name}' and '${target.name}'` : 'the first two columns';
  return {
    data: {
      kind: 'text-pairs',
      target: 'text',
      facts: {
        ...tableFacts(table),
        SOURCE_COLUMN: fact(source),
        TARGET_COLUMN: fact(target),
        HEADER: table.header,
        VOCABULARY_SIZE: all.vocabulary,
        SOURCE_LENGTH: ends[0].length,
        // A start and an end mark stand around the target.
        TARGET_LENGTH: ends[1].length + 2,
      },
    },
    targetReason: choice.reason ?? pairReason(table, source, target),
    count: table.count,
    columns: table.columns,
    classes: [],
    attributes:
      `The dataset consists of ${table.count} pairs of texts in ${table.file}: a source text and its target text (${names}). ` +
      `In 95 % of pairs the source has at most ${ends[0].length} words, the target ${ends[1].length}; about ${all.vocabulary} different words occur.`,
    findings: table.findings,
  };
}
