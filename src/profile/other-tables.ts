import path from 'node:path';
import type { OtherTable } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { headerNames } from './csv-head.ts';
import { tableCandidates } from './detect-table.ts';
import type { ProfileContext } from './detector.ts';
import { findTables } from './table-files.ts';

/** Tables beside the one that is read; more are recordings. */
const MOST_TABLES = 20;
const DELIMITED = /\.(csv|tsv|txt|data)$/i;

/** Tables of the folder that none of the candidates reads, with their columns where a look at the first line shows them. */
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
      columns: DELIMITED.test(file) ? await headerNames(path.join(context.root, file), file) : [],
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
