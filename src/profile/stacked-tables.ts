import path from 'node:path';
import type { Issue } from '../core/index.ts';
import { knownFacts } from '../kinds/index.ts';
import { splitRole } from './class-folders.ts';
import { readHead } from './csv-head.ts';
import type { ProfileContext } from './detector.ts';
import { quoteText } from './duckdb.ts';
import { allFolders, type Folder, joinPath } from './folder.ts';
import { openReadable } from './open-tables.ts';
import { readColumns } from './table-columns.ts';
import { findTables } from './table-files.ts';
import type { Column, Table } from './table.ts';

/** What the names of files with the same columns say of their rows. */
type Naming = 'label' | 'split' | 'part';

const MOST_FILES = 60;
const MOST_COLUMNS = 400;
/** Share of a column's cells from which on it counts as empty, or as filled. */
const EMPTY = 0.95;
const FILLED = 0.5;
const UNNAMED_PARTS = /^(.*\D)?\d+(\D*)$/;

/**
 * The rows of all files that stand beside a table and have its columns, as one table. Names of classes (`Fake.csv`, `True.csv`)
 * are a column `label`, names of splits (`train.tsv`, `dev.tsv`) a column `split`; of numbered parts the rows are joined.
 * Null where there are none, or where their names say nothing.
 */
export async function stackTables(context: ProfileContext, table: Table): Promise<Table | null> {
  if (!table.header || table.form['TABLE_FORM'] !== undefined) return null;
  const beside = await twinFiles(context, table, filesBeside(context, table));
  const inParts =
    beside.length > 0 ? [] : await twinFiles(context, table, filesInParts(context, table));
  const files = [...beside, ...inParts];
  const naming = nameFiles([table.file, ...files].map(inParts.length > 0 ? folderOf : stemOf));
  if (files.length === 0 || naming === null) return null;
  const tables = [table, ...(await openReadable(context, files))];
  if (tables.length <= files.length) return null;
  if (naming === 'split' && tables.some((other) => isUnlabelled(other, table))) return null;
  return joinTables(tables, naming, inParts.length > 0);
}

/** Paths of the files that a stacked table is made of. */
export function stackedFiles({ file, form }: Table): readonly string[] {
  const { TABLE_FILES: names = null } = knownFacts(form);
  const [first = ''] = names ?? [];
  const folder = file.slice(0, file.length - first.length);
  return (names ?? []).map((name) => `${folder}${name}`);
}

/** The context without the files that a table is made of. */
export function withoutFiles(context: ProfileContext, files: readonly string[]): ProfileContext {
  const keep = (folder: Folder): Folder => ({
    ...folder,
    files: {
      ...folder.files,
      table: folder.files.table.filter((name) => !files.includes(joinPath(folder.path, name))),
    },
    folders: folder.folders.map(keep),
  });
  return { ...context, folder: keep(context.folder) };
}

/** Files of the same folder. */
function filesBeside({ folder: root }: ProfileContext, table: Table): readonly string[] {
  const folder = path.posix.dirname(table.file);
  const { submission } = findTables(root);
  return allFolders(root)
    .filter((one) => (one.path === '' ? '.' : one.path) === folder)
    .flatMap((one) => one.files.table.map((name) => joinPath(one.path, name)))
    .filter((file) => file !== table.file && file !== submission);
}

/** The only table of each folder that is a part of the data beside that of a table which is the only one of its own: `test/rows.csv` beside `train/rows.csv`. */
function filesInParts({ folder: root }: ProfileContext, table: Table): readonly string[] {
  const own = path.posix.dirname(table.file);
  const level = allFolders(root).find(({ folders }) => folders.some((part) => part.path === own));
  const parts = (level?.folders ?? []).filter(({ name }) => splitRole(name) !== null);
  const lone = parts.filter(({ files }) => files.table.length === 1);
  if (lone.every((part) => part.path !== own)) return [];
  return lone
    .filter((part) => part.path !== own)
    .flatMap((part) => part.files.table.map((name) => joinPath(part.path, name)));
}

/** Those of some files that have the form and the columns of a table. */
async function twinFiles(
  context: ProfileContext,
  table: Table,
  beside: readonly string[],
): Promise<readonly string[]> {
  const suffix = path.extname(table.file);
  const alike = beside.filter((file) => path.extname(file) === suffix);
  if (!/^\.(csv|tsv)$/i.test(suffix) || alike.length >= MOST_FILES) return [];
  const names = table.columns.map(({ name }) => name);
  if (names.length > MOST_COLUMNS) return [];
  const twins: string[] = [];
  for (const file of alike) {
    const head = await readHead(path.join(context.root, file), file).catch(() => null);
    if (
      head?.header === true &&
      head.separator === table.separator &&
      head.names.join('\n') === names.join('\n')
    )
      twins.push(file);
  }
  return twins;
}

/** Null where the names are neither splits nor numbered parts nor classes. */
function nameFiles(stems: readonly string[]): Naming | null {
  const roles = stems.map(splitRole);
  if (roles.every((role) => role !== null))
    return roles.includes('train') && new Set(roles).size > 1 ? 'split' : null;
  if (roles.some((role) => role !== null)) return null;
  const parts = new Set(stems.map((stem) => stem.replace(UNNAMED_PARTS, '$1#$2')));
  if (parts.size === 1 && stems.length > 1) return 'part';
  return stems.every((stem) => !/\d/.test(stem)) ? 'label' : null;
}

/** Does a file leave empty what the first one has filled, as rows to predict do with their target? */
function isUnlabelled(other: Table, first: Table): boolean {
  return other.columns.some(
    ({ missing }, at) => missing > EMPTY && (first.columns[at]?.missing ?? 1) < FILLED,
  );
}

let relations = 0;

async function joinTables(
  tables: readonly Table[],
  naming: Naming,
  areFolders: boolean,
): Promise<Table> {
  const nameOf = areFolders ? folderOf : stemOf;
  const base = areFolders ? path.posix.dirname(path.posix.dirname(tables[0]?.file ?? '')) : null;
  const pathOf = (file: string): string =>
    base === null ? path.posix.basename(file) : path.posix.relative(base, file);
  const [first] = tables as [Table];
  const { session } = first;
  const relation = `s${++relations}`;
  const own = first.columns.map(({ name }) => name);
  const added = naming === 'part' ? [] : [freeName(naming, own)];
  const names = [...own, ...added];
  const rows = (source: (table: Table) => string): string =>
    tables
      .map((table) => {
        const stem = added.map(() => `, ${quoteText(nameOf(table.file))} AS c${own.length}`);
        return `SELECT ${table.columns.map(({ sql }) => sql).join(', ')}${stem.join('')} FROM ${source(table)}`;
      })
      .join(' UNION ALL ');
  await session.run(`CREATE TEMP VIEW ${relation} AS ${rows((table) => table.relation)}`);
  await session.run(`CREATE TEMP VIEW ${relation}s AS ${rows((table) => table.sample)}`);
  const count = tables.reduce((sum, table) => sum + table.count, 0);
  const sample = `${relation}s`;
  const columns = await readColumns(session, { relation, sample, names, count });
  const forms = new Set(tables.map(({ cellForm }) => cellForm));
  return {
    ...first,
    cellForm: forms.size === 1 ? first.cellForm : null,
    encoding: tables.every(({ encoding }) => encoding === first.encoding) ? first.encoding : null,
    missingNumbers: [...new Set(tables.flatMap(({ missingNumbers }) => missingNumbers))],
    form: {
      TABLE_FORM: 'stacked',
      TABLE_FILES: tables.map(({ file }) => pathOf(file)),
      FILE_COLUMN: added[0] ?? null,
    },
    count,
    columns,
    relation,
    sample,
    rawValues: (column: Column) => {
      const [at, most] = [columns.indexOf(column), Math.ceil(RAW_VALUES / tables.length)];
      return tables.flatMap((table) => {
        const own = table.columns[at];
        return own === undefined
          ? Array.from({ length: Math.min(most, table.count) }, () => nameOf(table.file))
          : table.rawValues(own).slice(0, most);
      });
    },
    findings: [
      ...tables.flatMap(({ findings }) => findings),
      stackedFinding(
        first.file,
        tables.map(({ file }) => file),
        naming,
        areFolders,
      ),
    ],
  };
}

const RAW_VALUES = 500;

function stackedFinding(
  path_: string,
  files: readonly string[],
  naming: Naming,
  areFolders: boolean,
): Issue {
  const listed = files.slice(0, 10).join(', ') + (files.length > 10 ? ', ...' : '');
  const says = {
    label: '; the name of the file is the class',
    split: `; the name of the ${areFolders ? 'folder' : 'file'} is the split`,
    part: '',
  };
  return {
    code: 'STACKED_FILES',
    path: path_,
    message: `${listed} have the same columns and are read as one table${says[naming]}.`,
  };
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? `file ${name}` : name;
}

function folderOf(file: string): string {
  return path.posix.basename(path.posix.dirname(file));
}

function stemOf(file: string): string {
  return path.posix.basename(file).replace(/\.[^.]+$/, '');
}
