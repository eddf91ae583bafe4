import { SECTIONS, type Origin, type Segment } from '../artifacts/index.ts';
import { pruneProgram, readProgram } from '../python/index.ts';
import type { Composition } from './vary-program.ts';

const ORIGIN: Origin = { kind: 'code1', samples: [], licence: '', reason: 'the pool is checked' };

/** Statements of these two may use each other's names. */
const SAME_PLACE = new Set(['data', 'preprocessing']);

/**
 * What is wrong with the names of a composed program, as sentences that name the place: a name that nothing binds, that
 * a later heading binds, that nothing uses, or that the contract of docs/pool.md asks for and no section gives. Parses
 * the program, so the room's index leaves this out: reading the pool needs no parser.
 */
export function checkComposition({
  sample,
  sections,
}: Pick<Composition, 'sample' | 'sections'>): string[] {
  const read = readProgram(sample.program, ORIGIN);
  if (!read.ok) return read.issues.map(({ path, message }) => `${path}: ${message}`);
  const { segments } = read.value;
  const places = new Map(
    sections.flatMap(({ statements }) => statements.map(({ name, place }) => [name, place])),
  );
  const place = ({ defines }: Segment): string => places.get(defines[0] ?? '') ?? 'the imports';
  const owners = new Map(
    segments.flatMap((segment) => segment.defines.map((name) => [name, segment] as const)),
  );
  const { program, unbound } = pruneProgram(read.value);
  const kept = new Set(program.segments);
  return [
    ...unbound.map((name) => {
      const users = segments.filter(({ uses }) => uses.includes(name)).map(place);
      return `${name} is bound nowhere, used in ${users.join(', ') || 'the contract'}`;
    }),
    ...segments
      .filter((segment) => !kept.has(segment))
      .map((segment) => `${segment.defines.join(', ')} is never used, bound in ${place(segment)}`),
    ...segments.flatMap((segment) =>
      segment.uses.flatMap((name) => {
        const owner = owners.get(name);
        return owner === undefined || !standsLater(owner, segment)
          ? []
          : [`${name} of ${place(owner)} is used before its heading, in ${place(segment)}`];
      }),
    ),
  ];
}

function standsLater(owner: Segment, user: Segment): boolean {
  if (SAME_PLACE.has(owner.section) && SAME_PLACE.has(user.section)) return false;
  return SECTIONS.indexOf(owner.section) > SECTIONS.indexOf(user.section);
}
