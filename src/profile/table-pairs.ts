import type { Detected, ProfileContext } from './detector.ts';
import { nameWords } from './column-names.ts';
import type { Column, Table } from './table.ts';
import { columnTextFacts } from './text-statistics.ts';

const SOURCE =
  /\b(source|src|input|question|article|text|document|context|prompt|original|body|content|dialogue|utterance|english|en)\b/;
const TARGET =
  /\b(target|tgt|output|answer|summary|summaries|highlights?|headlines?|response|reply|translation|title|simplified|paraphrase)\b/;

/** Two columns of texts, the second made from the first: translation, summary, answer. */
export async function readPairs(context: ProfileContext, table: Table): Promise<Detected | null> {
  const columns = table.columns.filter(
    (column) =>
      column.type === 'VARCHAR' &&
      column.role !== 'constant' &&
      column.role !== 'date' &&
      !isAddress(column) &&
      (column.distinct >= table.count * 0.4 || column.role === 'text'),
  );
  const asked = context.wants.pairs && !context.wants.classify;
  const headless = !table.header && table.columns.length <= 4 && columns.length >= 2;
  const bare =
    table.columns.length === 2 &&
    columns.length === 2 &&
    columns.every(({ role }) => role === 'text');
  if (columns.length < 2 || !(asked || headless || bare)) return null;
  const [source, target] = orderPair(context, columns);
  if (source === undefined || target === undefined) return null;
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
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        SOURCE_COLUMN: fact(source),
        TARGET_COLUMN: fact(target),
        HEADER: table.header,
        VOCABULARY_SIZE: all.vocabulary,
        SOURCE_LENGTH: ends[0].length,
        // A start and an end mark stand around the target.
        TARGET_LENGTH: ends[1].length + 2,
      },
    },
    targetReason: table.header
      ? `${target.name} is a text that belongs to ${source.name}`
      : 'second column of a table of texts without header',
    count: table.count,
    columns: table.columns,
    classes: [],
    attributes:
      `The dataset consists of ${table.count} pairs of texts in ${table.file}: a source text and its target text (${names}). ` +
      `In 95 % of pairs the source has at most ${ends[0].length} words, the target ${ends[1].length}; about ${all.vocabulary} different words occur.`,
    findings: table.findings,
  };
}

/** One long word a row: links, codes. */
function isAddress({ averageWords, averageLength }: Column): boolean {
  return averageWords < 1.1 && averageLength > 12;
}

/** Source and target by names, by "from X to Y" in the requirement, by length for summaries, by position. */
function orderPair(context: ProfileContext, columns: readonly Column[]): readonly Column[] {
  const { requirement } = context;
  const asked = columns.find(({ name }) => name === context.target);
  const direction = /translat\w*\b.*?\b(\w+)\b(?: \w+)? (?:in)?to (\w+)/i.exec(requirement);
  const spoken = (word: string | undefined): Column | undefined => {
    const said = word?.toLowerCase() ?? '';
    return said.length < 2
      ? undefined
      : columns.find(({ name }) => {
          const words = nameWords(name);
          return words.split(' ').includes(said) || (words.length === 2 && said.startsWith(words));
        });
  };
  const to = asked ?? spoken(direction?.[2]);
  const target = to ?? columns.find(({ name }) => TARGET.test(nameWords(name)));
  const others = columns.filter((column) => column !== target);
  const source = others.find(({ name }) => SOURCE.test(nameWords(name))) ?? others[0];
  if (target !== undefined && source !== undefined) return [source, target];
  const [first, second] = columns;
  if (first === undefined || second === undefined) return [];
  const shorter = /summar|headline|title/i.test(requirement);
  return shorter && first.averageWords < second.averageWords ? [second, first] : [first, second];
}
