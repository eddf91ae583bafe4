import type { DataChoice } from '../artifacts/index.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { listNames } from './attributes.ts';
import { nameWords } from './column-names.ts';
import { valueCounts } from './class-values.ts';
import { columnParts } from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import type { Column, Table } from './table.ts';
import { tableFacts } from './table-facts.ts';
import { columnTextFacts } from './text-statistics.ts';

const SENTENCE = /\b(sentence|sent|sentences|document|doc)\b/;
const WORD = /^(words?|tokens?)$/;
const TAG = /^(tags?|ner|ner tags?|labels?|entity|entities|pos|iob|bio)$/;

/** A word a row, with its sentence and its tag. */
export async function readTagged(context: ProfileContext, table: Table): Promise<Found> {
  const find = (pattern: RegExp, besides: readonly (Column | undefined)[]): Column | undefined =>
    table.columns.find(
      (column) => pattern.test(nameWords(column.name)) && !besides.includes(column),
    );
  const word = find(WORD, []);
  const sentence = find(SENTENCE, [word]);
  const tags = table.columns.filter(({ name }) => TAG.test(nameWords(name)));
  // Where both stand there, a part-of-speech column is an input to entity tags.
  const tag = tags.find(({ name }) => !/pos/i.test(name)) ?? tags[0];
  if (word === undefined || sentence === undefined || tag === undefined) return NOTHING;
  const reason = `${tag.name} holds a tag for each ${word.name}`;
  const candidate = candidateOf(
    context,
    {
      kind: 'tagged-words',
      targets: ['tags'],
      fit: 0.95,
      why: reason,
      place: table.file,
      count: table.count,
      ...columnParts(context, { table, labels: tags }),
      usualTargets: async () => [{ columns: [tag.name], reason, confidence: 0.9 }],
    },
    async (choice) => settleTagged(table, { word, sentence, tag }, choice),
  );
  return found([candidate]);
}

async function settleTagged(
  table: Table,
  { word, sentence, tag: usual }: Readonly<Record<'word' | 'sentence' | 'tag', Column>>,
  { columns }: DataChoice,
): Promise<Detected> {
  const [tag = usual] =
    columns === undefined ? [] : namedColumns(columns, table.columns, table.file);
  const classes = await valueCounts(table, tag);
  const { vocabulary } = await columnTextFacts(table, [word]);
  const lengths = await sentenceLengths(table, sentence);
  return {
    data: {
      kind: 'tagged-words',
      target: 'tags',
      facts: {
        ...tableFacts(table),
        SENTENCE_COLUMN: sentence.name,
        WORD_COLUMN: word.name,
        TAG_COLUMN: tag.name,
        VOCABULARY_SIZE: vocabulary,
        SEQUENCE_LENGTH: lengths.usual,
        CLASS_COUNT: classes.length,
      },
    },
    targetReason: `${tag.name} holds a tag for each ${word.name}`,
    count: lengths.sentences,
    columns: table.columns,
    classes,
    attributes:
      `The dataset consists of ${lengths.sentences} sentences with ${table.count} words in ${table.file}, one word a row, and their corresponding tags. ` +
      `95 % of sentences have at most ${lengths.usual} words. The target labels are the ${classes.length} tags in '${tag.name}': ${listNames(classes)}.`,
    findings: table.findings,
  };
}

/** Sentences and the 95th percentile of their words; the value stands on the first word or on every one. */
async function sentenceLengths(
  table: Table,
  { sql }: Column,
): Promise<{ sentences: number; usual: number }> {
  const [row] = await table.session.rows(
    `WITH marked AS (SELECT sum((${sql} IS NOT NULL AND (previous IS NULL OR previous <> ${sql}))::INT) OVER (ORDER BY row) AS sentence FROM (SELECT ${sql}, lag(${sql}) OVER (ORDER BY row) AS previous, row FROM (SELECT ${sql}, row_number() OVER () AS row FROM ${table.relation}))), sizes AS (SELECT count(*) AS size FROM marked GROUP BY sentence) SELECT count(*) AS sentences, quantile_disc(size, 0.95) AS usual FROM sizes`,
  );
  const usual = Math.min(200, Math.max(8, Number(row?.['usual'] ?? 0)));
  return { sentences: Number(row?.['sentences'] ?? 0), usual };
}
