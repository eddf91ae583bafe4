import type { Column, Table } from './table.ts';

export interface TextFacts {
  readonly vocabulary: number;
  /** 95th percentile of words, within bounds. */
  readonly length: number;
}

const MOST_WORDS = 20_000;
const LONGEST = 400;

/** Vocabulary and length of text columns, over the first rows. Words are split at white space, case and marks ignored. */
export async function columnTextFacts(
  table: Table,
  columns: readonly Column[],
): Promise<TextFacts> {
  const texts = columns
    .map(
      ({ sql }) =>
        `SELECT ${sql}::VARCHAR AS text FROM ${table.sample} WHERE ${sql} IS NOT NULL LIMIT 20000`,
    )
    .map((query) => `(${query})`)
    .join(' UNION ALL ');
  const split = `string_split_regex(trim(regexp_replace(lower(text), '[^\\p{L}\\p{N}]+', ' ', 'g')), '\\s+')`;
  const [row] = await table.session.rows(
    `WITH parts AS (SELECT ${split} AS words FROM (${texts})) SELECT quantile_disc(len(words), 0.95) AS length, (SELECT count(DISTINCT word) FROM (SELECT unnest(words) AS word FROM parts)) AS vocabulary FROM parts`,
  );
  return boundedFacts(Number(row?.['vocabulary'] ?? 0), Number(row?.['length'] ?? 0));
}

/** The same of texts in memory. */
export function textFacts(texts: readonly string[]): TextFacts {
  const words = texts.map((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const lengths = words.map(({ length }) => length).sort((a, b) => a - b);
  const vocabulary = new Set(words.flat()).size;
  return boundedFacts(
    vocabulary,
    lengths[Math.floor(lengths.length * 0.95)] ?? lengths.at(-1) ?? 0,
  );
}

function boundedFacts(vocabulary: number, length: number): TextFacts {
  return {
    // Two more for padding and unknown words.
    vocabulary: Math.min(MOST_WORDS, Math.max(100, vocabulary + 2)),
    length: Math.min(LONGEST, Math.max(8, length)),
  };
}
