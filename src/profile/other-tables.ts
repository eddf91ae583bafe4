import path from 'node:path';
import type { OtherTable } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { readHead } from './csv-head.ts';
import { tableCandidates } from './detect-table.ts';
import type { ProfileContext } from './detector.ts';
import { findTables } from './table-files.ts';

/** Tables beside the one that is read; more are recordings. */
const MOST_TABLES = 20;
const DELIMITED = /\.(csv|tsv|txt|data)$/i;

/** Tables of the folder that none of the candidates reads, with their columns where they have names. */
export async function otherTables(
  context: ProfileContext,
  used: ReadonlySet<string>,
): Promise<readonly OtherTable[]> {
  const files = findTables(context.folder).train.filter((file) => !used.has(file));
  const tables: OtherTable[] = [];
  for (const file of files.slice(0, MOST_TABLES)) {
    context.signal?.throwIfAborted();
    tables.push({
      file,
      columns: await columnNames(context, file),
      open: async () => {
        const { candidates, missing } = await tableCandidates(context, await context.table(file));
        const [first] = missing;
        if (candidates.length === 0 && first !== undefined)
          throw new DLCodeGenError('BAD_DATA', first.why, { data: { file } });
        return candidates.toSorted((left, right) => right.fit - left.fit);
      },
    });
  }
  return tables;
}

async function columnNames(context: ProfileContext, file: string): Promise<readonly string[]> {
  try {
    if (!DELIMITED.test(file)) return (await context.table(file)).columns.map(({ name }) => name);
    const { header, names } = await readHead(path.join(context.root, file), file);
    return header ? names : [];
  } catch (error) {
    if (error instanceof DLCodeGenError) return [];
    throw error;
  }
}
