import { openSession, quotePath, quoteText } from '../../profile/index.ts';
import { PARQUET_COLUMNS } from './record.ts';

/** Most bytes of a line. */
const MOST_LINE = 2 ** 25;

/** Writes a file of records (JSONL) as Parquet, the rows in the same order; neither is held in memory. */
export async function writeParquet(
  lines: string,
  parquet: string,
  { hasCode }: { readonly hasCode: boolean },
): Promise<void> {
  const columns = { ...PARQUET_COLUMNS, ...(hasCode ? { code: 'VARCHAR' } : {}) };
  const types = Object.entries(columns)
    .map(([name, type]) => `${quoteText(name)}: ${quoteText(type)}`)
    .join(', ');
  const session = await openSession();
  try {
    await session.run(
      `COPY (SELECT * FROM read_json(${quotePath(lines)}, format='newline_delimited', maximum_object_size=${MOST_LINE}, columns={${types}})) TO ${quoteText(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  } finally {
    session.close();
  }
}
