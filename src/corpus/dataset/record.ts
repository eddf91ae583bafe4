import { z } from 'zod';

export const SPLITS = ['train', 'validation', 'evaluation'] as const;
export type SplitName = (typeof SPLITS)[number];

/** A line of a split. It names no author, no file and no folder. */
export const RECORD = z.object({
  'User Requirement': z.string(),
  'Dataset Attributes': z.string(),
  'Code Plan': z.unknown(),
  /** Of the code's tokens, without comments and layout. */
  codeHash: z.string(),
  /** See `renderSignature`: near copies are found without the code. */
  codeSignature: z.string(),
  /** Lines that are not empty. */
  codeLines: z.int().nonnegative(),
  /** Whether the code parses without an error. */
  parses: z.boolean(),
  licence: z.string().nullable(),
  date: z.string().nullable(),
  /** Number of the file among the inputs of the mining run, from 0, and how it was written. */
  provenance: z.object({ input: z.int().nonnegative(), format: z.string() }),
  code: z.string().exactOptional(),
});
export type DatasetRecord = z.infer<typeof RECORD>;

/** Columns of the Parquet files, in DuckDB's types; names and order as in the lines. */
export const PARQUET_COLUMNS: Readonly<Record<Exclude<keyof DatasetRecord, 'code'>, string>> = {
  'User Requirement': 'VARCHAR',
  'Dataset Attributes': 'VARCHAR',
  'Code Plan': 'JSON',
  codeHash: 'VARCHAR',
  codeSignature: 'VARCHAR',
  codeLines: 'BIGINT',
  parses: 'BOOLEAN',
  licence: 'VARCHAR',
  date: 'VARCHAR',
  provenance: 'STRUCT("input" BIGINT, "format" VARCHAR)',
};
