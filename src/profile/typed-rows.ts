import { statSync } from 'node:fs';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { readStart } from './csv-head.ts';
import {
  firstLine,
  MEMORY_BYTES,
  quoteName,
  quotePath,
  quoteText,
  type Session,
} from './duckdb.ts';
import { isObject, parseJson } from './json-file.ts';
import { refuseWidth } from './table-columns.ts';
import type { Opened } from './table.ts';

/** Reads Parquet or JSON lines, whose columns have types. Errors: BAD_DATA. */
export async function readTyped(
  session: Session,
  absolute: string,
  file: string,
  relation: string,
  parquet: boolean,
): Promise<Opened> {
  const source = parquet
    ? `read_parquet(${quotePath(absolute)})`
    : `read_json(${quotePath(absolute)}, format='newline_delimited', maximum_object_size=33554432)`;
  try {
    const found = parquet
      ? await plainFields(session, source, [])
      : await innerFields(session, source);
    const flat = found.filter(({ type }) => !NO_VALUE.test(type.replace(/^DECIMAL\(.*\)$/, '')));
    const left = found.filter((field) => !flat.includes(field)).map(({ name }) => name);
    const names = flat.map(({ name }) => name);
    if (names.length === 0) throw new Error('it holds no plain columns');
    refuseWidth(names.length, file);
    const list = flat.map(({ sql }, index) => `${sql} AS c${index}`).join(', ');
    const stored = statSync(absolute).size <= MEMORY_BYTES[parquet ? 'parquet' : 'text'];
    await session.run(
      `CREATE ${stored ? 'TABLE' : 'VIEW'} ${relation} AS SELECT ${list} FROM ${source}`,
    );
    await session.rows(`SELECT count(*) FROM ${relation}`);
    return {
      names,
      head: null,
      encoding: null,
      findings: left.length === 0 ? [] : [nestedFinding(file, left)],
      stored,
    };
  } catch (error) {
    if (error instanceof DLCodeGenError) throw error;
    if (!parquet && (await readStart(absolute, 64)).toString('utf8').trim().startsWith('['))
      throw new DLCodeGenError(
        'BAD_DATA',
        `${file} is one JSON array; write one object a line (JSON lines).`,
        { cause: error },
      );
    if (!parquet && isObject(await parseJson(absolute)))
      throw new DLCodeGenError(
        'BAD_DATA',
        `${file} is one JSON object with lists or objects in it; write one flat object a line (JSON lines), e.g. {"text": "...", "label": "..."}.`,
        { cause: error },
      );
    const what = parquet ? 'Parquet' : 'JSON with one object a line';
    throw new DLCodeGenError('BAD_DATA', `${file} cannot be read as ${what}: ${firstLine(error)}`, {
      cause: error,
      data: { file },
    });
  }
}

/** Lists and objects are no columns that a table program reads. */
const NO_VALUE = /[[(]|JSON|BLOB/;
const DEEPEST = 4;

interface Field {
  readonly path: readonly string[];
  /** `user.age` for a part of an object. */
  readonly name: string;
  readonly sql: string;
  readonly type: string;
}

async function plainFields(
  session: Session,
  source: string,
  path: readonly string[],
): Promise<readonly Field[]> {
  const sqlOf = ([first = '', ...rest]: readonly string[]): string =>
    quoteName(first) + rest.map((name) => `[${quoteText(name)}]`).join('');
  const what = path.length === 0 ? '*' : `unnest(${sqlOf(path)})`;
  const described = await session.rows(`DESCRIBE SELECT ${what} FROM ${source}`);
  return described.map(({ column_name: own, column_type: type }) => {
    const full = [...path, String(own)];
    return { name: full.join('.'), sql: sqlOf(full), type: String(type), path: full };
  });
}

/** The columns of JSON lines, the parts of objects among them. */
async function innerFields(
  session: Session,
  source: string,
  path: readonly string[] = [],
): Promise<readonly Field[]> {
  const fields = await plainFields(session, source, path);
  const inner = fields.map(async (field) =>
    /^STRUCT\(.*\)$/s.test(field.type) && path.length < DEEPEST
      ? innerFields(session, source, field.path)
      : [field],
  );
  return (await Promise.all(inner)).flat();
}

function nestedFinding(file: string, names: readonly string[]): Issue {
  return {
    code: 'LEFT_OUT',
    path: file,
    message: `Left out, as lists and objects are no values: ${names.slice(0, 10).join(', ')}.`,
  };
}
