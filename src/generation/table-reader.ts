import type { Facts, Origin, Program, TableForm } from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { TABLE_READERS } from './table-reader-table.ts';

/** The program with the `open_table` that reads rows of the data's form; delimited text is what programs read. */
export function adaptTableReader(program: Program, facts: Facts, origin: Origin): Program {
  const form = facts['TABLE_FORM'];
  const reader = typeof form === 'string' ? TABLE_READERS[form as TableForm] : undefined;
  if (reader === undefined) return program;
  const segments = program.segments.map((segment) =>
    segment.defines[0] === 'open_table'
      ? createSegment(segment.section, reader.code, origin)
      : segment,
  );
  const added = [
    ...reader.imports.map((code) => createSegment('imports', code, origin)),
    ...reader.constants.map((code) => createSegment('configuration', code, origin)),
  ];
  return { ...program, segments: [...segments, ...added] };
}
