import type { DataSpec, Origin, Program, Segment } from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { groupSource, GROUP_SPLITTERS } from './group-split-table.ts';

const CALL = new RegExp(
  `\\b(${Object.keys(GROUP_SPLITTERS).join('|')})\\((\\w+(?:\\([^()]*\\))?)([^()]*)\\)`,
);

/** The program that splits by group, where the data's facts say that items come in groups. */
export function adaptGroupSplit(program: Program, data: DataSpec | null, origin: Origin): Program {
  const source = data === null ? null : groupSource(data);
  const caller = program.segments.find(isCaller);
  const name = CALL.exec(caller?.code ?? '')?.[1] ?? '';
  const splitter = GROUP_SPLITTERS[name];
  if (source === null || caller === undefined || splitter === undefined) return program;
  const call = caller.code.replace(CALL, (_, __, first: string, rest: string) =>
    splitter.call(first, rest),
  );
  const code = insertBefore(call, 'split_groups(', `    groups = ${source.expression}`);
  const segments = program.segments.map((segment) =>
    segment === caller ? createSegment(caller.section, code, origin) : segment,
  );
  const added = [
    ...[...source.imports, ...splitter.imports].map((line) =>
      createSegment('imports', line, origin),
    ),
    ...source.constants.map((line) => createSegment('configuration', line, origin)),
    createSegment('data', source.code, origin),
    createSegment('data', splitter.code, origin),
  ];
  return { ...program, segments: [...segments, ...added] };
}

function isCaller({ section, defines, code }: Segment): boolean {
  return section === 'data' && !((defines[0] ?? '') in GROUP_SPLITTERS) && CALL.test(code);
}

/** Puts a line before the statement of the function's own level that holds `text`. */
function insertBefore(code: string, text: string, line: string): string {
  const lines = code.split('\n');
  const held = lines.findIndex((other) => other.includes(text));
  const at = lines.findLastIndex((other, index) => index <= held && /^ {4}\w/.test(other));
  return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
}
