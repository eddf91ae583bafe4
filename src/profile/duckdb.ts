export type Row = Readonly<Record<string, unknown>>;

/** An in-memory DuckDB without network, extensions or writing; integers come back as numbers. */
export interface Session {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly Row[]>;
  /** Adds rows to a table; values are never text of a statement. Shapes: cells of a row in the order of the columns. */
  append(relation: string, rows: Iterable<readonly Cell[]>): Promise<void>;
  close(): void;
}

/** Numbers stand in columns of DOUBLE, whole ones as bigint in BIGINT. */
export type Cell = string | number | bigint | null;

/** Larger files are read where they lie instead of into memory. */
export const MEMORY_BYTES = { text: 300 * 1024 * 1024, parquet: 40 * 1024 * 1024 };

const SETTINGS = {
  memory_limit: '700MB',
  threads: '2',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  // Nothing is written, not even what does not fit into memory.
  temp_directory: '',
  preserve_insertion_order: 'true',
};

/** Opens one; the library is loaded here, since plans without data do not need it. */
export async function openSession(): Promise<Session> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', SETTINGS);
  const connection = await instance.connect();
  return {
    async run(sql) {
      await connection.run(sql);
    },
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS().map(plainNumbers);
    },
    async append(relation, rows) {
      const appender = await connection.createAppender(relation);
      for (const row of rows) {
        for (const cell of row) {
          if (cell === null) appender.appendNull();
          else if (typeof cell === 'bigint') appender.appendBigInt(cell);
          else if (typeof cell === 'number') appender.appendDouble(cell);
          else appender.appendVarchar(cell);
        }
        appender.endRow();
      }
      appender.closeSync();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function plainNumbers(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? Number(value) : value,
    ]),
  );
}

/** Views over a relation and its sample in which columns are replaced; their names end in `mark`. */
export async function replaceColumns(
  session: Session,
  { relation, sample }: { readonly relation: string; readonly sample: string },
  columns: string,
  mark: string,
): Promise<{ readonly relation: string; readonly sample: string }> {
  for (const source of new Set([relation, sample]))
    await session.run(
      `CREATE TEMP VIEW ${source}${mark} AS SELECT * REPLACE (${columns}) FROM ${source}`,
    );
  return { relation: `${relation}${mark}`, sample: `${sample}${mark}` };
}

/** A string literal; hostile text stays text. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path literal that names one file: DuckDB reads `*`, `?` and `[` in paths as patterns. */
export function quotePath(file: string): string {
  return quoteText(file.replaceAll(/[[*?]/g, (mark) => `[${mark}]`));
}

/** What DuckDB says of an error, without its advice. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? '';
}
