import type { Facts, Origin, Program, TableForm } from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { FIND_ROOT, TABLE_READERS } from './table-reader-table.ts';

/** The program with the functions that read data of this form; files and delimited text are what programs read. */
export function adaptTableReader(program: Program, facts: Facts, origin: Origin): Program {
  const form = facts['TABLE_FORM'];
  const reader =
    typeof form === 'string' && Object.hasOwn(TABLE_READERS, form)
      ? TABLE_READERS[form as TableForm]
      : undefined;
  if (reader === undefined) return program;
  const found = facts['TABLE_FILE'] === '' ? [FIND_ROOT] : [];
  const functions = [...found, ...reader.functions].map((code) => {
    const [name = ''] = createSegment('data', code, origin).defines;
    const own = program.segments.find(({ defines }) => defines[0] === name);
    return createSegment(own?.section ?? 'data', code, origin);
  });
  const defined = new Map(functions.map((segment) => [segment.id, segment]));
  const known = new Set(program.segments.map(({ id }) => id));
  const segments = program.segments.map((segment) => defined.get(segment.id) ?? segment);
  const added = [
    ...reader.imports.map((code) => createSegment('imports', code, origin)),
    ...reader.constants.map((code) => createSegment('configuration', code, origin)),
    ...functions.filter(({ id }) => !known.has(id)),
  ];
  return { ...program, segments: [...segments, ...added] };
}
