import path from 'node:path';
import type { Issue } from '../core/index.ts';
import type { ProfileContext } from './detector.ts';
import { allFolders, joinPath } from './folder.ts';
import { openReadable } from './open-tables.ts';
import { readColumns } from './table-columns.ts';
import type { Column, Table } from './table.ts';
import { findTables } from './table-files.ts';

const MOST_FILES = 12;
/** Share of the rows whose key another table has. */
const FOUND = 0.95;

/** A table whose rows say more of what a column of another names, each value once. */
interface Partner {
  readonly table: Table;
  readonly key: Column;
  readonly own: Column;
  /** Rows that find no partner. */
  readonly lost: number;
}

/**
 * A table with the columns of those beside it that tell more of what one of its columns names: `store.csv` with a row for each
 * `Store` of `train.csv`. Rows are never multiplied: a key stands once in the other table. Null where there is none.
 */
export async function joinTables(context: ProfileContext, table: Table): Promise<Table | null> {
  if (!table.header || table.form['TABLE_FORM'] !== undefined) return null;
  const others = await openReadable(context, filesBeside(context, table));
  const partners: Partner[] = [];
  const taken = new Set(table.columns.map(({ name }) => name));
  for (const other of others) {
    const partner = await partnerOf(table, other);
    const added = other.columns.filter(({ name }) => name !== partner?.key.name);
    if (partner === null || added.some(({ name }) => taken.has(name))) continue;
    for (const { name } of added) taken.add(name);
    partners.push(partner);
  }
  return partners.length === 0 ? null : joinAll(table, partners);
}

/** Paths of the files that a table is joined with. */
export function joinedFiles({ file, form }: Table): readonly string[] {
  const names = form['JOINED_FILES'];
  return Array.isArray(names)
    ? names.map((name) => path.posix.join(path.posix.dirname(file), String(name)))
    : [];
}

function filesBeside({ folder: root }: ProfileContext, { file }: Table): readonly string[] {
  const { test, submission } = findTables(root);
  const folder = path.posix.dirname(file);
  const files = allFolders(root)
    .filter((one) => (one.path === '' ? '.' : one.path) === folder)
    .flatMap((one) => one.files.table.map((name) => joinPath(one.path, name)))
    .filter((other) => ![file, test, submission].includes(other) && /\.(csv|tsv)$/i.test(other));
  return files.length > MOST_FILES ? [] : files;
}

/** Null where the tables share no column or several, or where that is no key of the other one. */
async function partnerOf(table: Table, other: Table): Promise<Partner | null> {
  const shared = other.columns.filter(({ name }) =>
    table.columns.some((column) => column.name === name),
  );
  const [key, ...more] = shared;
  const own = table.columns.find(({ name }) => name === key?.name);
  const isPlain = other.header && other.form['TABLE_FORM'] === undefined;
  if (key === undefined || own === undefined || more.length > 0 || !isPlain) return null;
  if (other.separator !== table.separator || key.type !== own.type) return null;
  if (other.columns.length < 2 || other.count >= table.count || own.distinct < 2) return null;
  const [row] = await table.session.rows(
    `SELECT (SELECT count(DISTINCT ${key.sql}) FROM ${other.relation}) AS keys, (SELECT count(*) FROM ${table.relation} WHERE ${own.sql} NOT IN (SELECT ${key.sql} FROM ${other.relation} WHERE ${key.sql} IS NOT NULL) OR ${own.sql} IS NULL) AS lost`,
  );
  const lost = Number(row?.['lost'] ?? table.count);
  const isKey = Number(row?.['keys'] ?? 0) === other.count;
  return isKey && lost <= table.count * (1 - FOUND) ? { table: other, key, own, lost } : null;
}

let relations = 0;

async function joinAll(table: Table, partners: readonly Partner[]): Promise<Table> {
  const { session, columns: own } = table;
  const relation = `j${++relations}`;
  const added = partners.flatMap(({ table: other, key }, at) =>
    other.columns.filter((column) => column !== key).map((column) => ({ column, other, at })),
  );
  const rows = (source: string): string => {
    const kept = own.map(({ sql }, at) => `base.${sql} AS c${at}`);
    const further = added.map(
      ({ column, at }, place) => `other${at}.${column.sql} AS c${own.length + place}`,
    );
    const joins = partners.map(
      ({ table: other, key, own: column }, at) =>
        `LEFT JOIN ${other.relation} AS other${at} ON base.${column.sql} = other${at}.${key.sql}`,
    );
    return `SELECT ${[...kept, ...further].join(', ')} FROM ${source} AS base ${joins.join(' ')}`;
  };
  await session.run(`CREATE TEMP VIEW ${relation} AS ${rows(table.relation)}`);
  await session.run(`CREATE TEMP VIEW ${relation}s AS ${rows(table.sample)}`);
  const sample = `${relation}s`;
  const names = [...own, ...added.map(({ column }) => column)].map(({ name }) => name);
  const columns = await readColumns(session, { relation, sample, names, count: table.count });
  return {
    ...table,
    form: {
      TABLE_FORM: 'joined',
      JOINED_FILES: partners.map(({ table: other }) => path.posix.basename(other.file)),
      JOIN_COLUMNS: partners.map(({ key }) => key.name),
    },
    columns,
    relation,
    sample,
    rawValues: (column) => {
      const at = columns.indexOf(column);
      const source = own[at];
      const further = added[at - own.length];
      if (source !== undefined) return table.rawValues(source);
      return further === undefined ? [] : further.other.rawValues(further.column);
    },
    findings: [
      ...table.findings,
      ...partners.flatMap((partner) => [...partner.table.findings, joinedFinding(table, partner)]),
    ],
  };
}

function joinedFinding({ file, count }: Table, { table: other, key, lost }: Partner): Issue {
  const missing = lost === 0 ? '' : `; ${lost} of ${count} rows find nothing there`;
  return {
    code: 'JOINED_TABLES',
    path: other.file,
    message: `${other.file} (${other.count} rows) tells more of each ${key.name} of ${file}: its ${other.columns.length - 1} columns are joined to the ${count} rows${missing}.`,
  };
}
