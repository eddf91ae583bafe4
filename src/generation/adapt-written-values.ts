import type { Facts, Origin, Program } from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { WRITTEN_VALUES, type WrittenValues } from './written-values-table.ts';

/** The program that reads classes and missing numbers as the data's facts say they are written. */
export function adaptWrittenValues(program: Program, facts: Facts, origin: Origin): Program {
  return WRITTEN_VALUES.filter(
    ([name]) => facts[name] !== undefined && facts[name] !== null,
  ).reduce((adapted, [, values]) => readWritten(adapted, values, origin), program);
}

function readWritten(program: Program, values: WrittenValues, origin: Origin): Program {
  const reader = program.segments.find(({ defines }) => defines[0] === values.reader);
  if (reader === undefined) return program;
  const code = values.edit(reader.code);
  if (code === reader.code) return program;
  const added = [
    ...values.imports.map((line) => createSegment('imports', line, origin)),
    createSegment('configuration', values.constant, origin),
    ...(values.code === '' ? [] : [createSegment(reader.section, values.code, origin)]),
  ];
  const segments = program.segments.map((segment) =>
    segment === reader ? createSegment(reader.section, code, origin) : segment,
  );
  return { ...program, segments: [...segments, ...added] };
}
