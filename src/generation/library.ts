import type { Program, Segment } from '../artifacts/index.ts';

/** Takes what a program lacks from other programs of the pool, each name with all that it uses. */
export function addLibraryNames(
  program: Program,
  names: readonly string[],
  library: readonly Segment[],
): Program {
  const have = new Set(program.segments.flatMap(({ defines }) => defines));
  const byName = new Map(
    library.flatMap((segment) => segment.defines.map((name) => [name, segment] as const)),
  );
  const added: Segment[] = [];
  const take = (name: string): void => {
    const segment = byName.get(name);
    if (segment === undefined || have.has(name)) return;
    for (const defined of segment.defines) have.add(defined);
    for (const used of segment.uses) take(used);
    added.push(segment);
  };
  for (const name of names) take(name);
  if (added.length === 0) return program;
  const at = placeFor(added, program.segments);
  const segments = [...program.segments.slice(0, at), ...added, ...program.segments.slice(at)];
  return { ...program, segments };
}

/** Behind what they use in their section, as a class stands behind its base, else at the section's start. */
function placeFor(added: readonly Segment[], segments: readonly Segment[]): number {
  const section = added.at(-1)?.section;
  const used = new Set(added.flatMap(({ uses }) => uses));
  const isUsed = ({ section: own, defines }: Segment): boolean =>
    own === section && defines.some((name) => used.has(name));
  const last = segments.findLastIndex(isUsed);
  return last >= 0 ? last + 1 : segments.findIndex((segment) => segment.section === section);
}
