import type { DataSpec, Origin, PlanRecord, Program, Segment } from '../artifacts/index.ts';
import { createSegment, relayout } from '../python/index.ts';
import { editCode, techniqueUses, type TechniqueUse } from '../techniques/index.ts';
import { setConstants } from './constants.ts';
import { addLibraryNames } from './library.ts';

/** The program with the techniques that are asked for, as far as it has a place for them. */
export function adaptTechniques(
  program: Program,
  asked: PlanRecord['asked'],
  data: DataSpec | null,
  library: readonly Segment[],
  origin: Origin,
): Program {
  return techniqueUses(asked, data).reduce(
    (adapted, use) => adaptTechnique(adapted, use, library, origin),
    program,
  );
}

function adaptTechnique(
  program: Program,
  use: TechniqueUse,
  library: readonly Segment[],
  origin: Origin,
): Program {
  const { takes = [], adds = [], constants = {} } = use;
  const codes = editCode(
    program.segments.map(({ code }) => code),
    use,
  );
  if (codes === null) return program;
  const written = adds.map(({ section, code }) =>
    createSegment(section, wrapLines('', code), origin),
  );
  const replaced = new Set(written.flatMap(({ defines }) => defines));
  const segments = program.segments.flatMap((segment, at) => {
    const code = wrapLines(segment.code, codes[at] ?? segment.code);
    if (segment.section !== 'imports' && segment.defines.some((name) => replaced.has(name)))
      return [];
    return code === segment.code ? segment : createSegment(segment.section, code, origin);
  });
  const bound = new Set(segments.flatMap(({ defines }) => defines));
  const added = written.filter(
    ({ section, defines }) => section !== 'imports' || !defines.some((name) => bound.has(name)),
  );
  const extended = { ...program, segments: [...segments, ...added] };
  const uses = new Set(added.flatMap((segment) => segment.uses));
  const names = [...takes, ...uses];
  return setConstants(addLibraryNames(extended, names, library), constants, origin);
}

const WIDTH = 100;

/** Edited code with its new lines wrapped that are too long. */
function wrapLines(before: string, after: string): string {
  const known = new Set(before.split('\n'));
  return after
    .split('\n')
    .map((line) => {
      const text = line.trimStart();
      const column = line.length - text.length;
      return line.length <= WIDTH || known.has(line)
        ? line
        : `${' '.repeat(column)}${relayout(text, [], column)}`;
    })
    .join('\n');
}
