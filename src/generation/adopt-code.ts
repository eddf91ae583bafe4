import type { Draft, Origin, Program, Section, Segment } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import {
  canReplace,
  createSegment,
  pruneProgram,
  PYTHON_BUILTINS,
  readSignature,
  salvageProgram,
} from '../python/index.ts';

export interface Adopted {
  readonly draft: Draft;
  /** Ids of the segments that were taken. */
  readonly taken: readonly string[];
  /** Why other parts of the code were not. */
  readonly issues: readonly Issue[];
}

/**
 * Puts code that a language model wrote into the frame of a program that runs: a function or class of the same name takes
 * the place of the program's where it can be called in the same way, and helpers come along. What the data decide stays.
 * Each taken segment has the program's own as its alternative, for repair to go back to.
 *
 * Issues: PYTHON_SYNTAX, PROGRAM_STATEMENT, SIGNATURE (other arguments than callers give), NAME_UNBOUND, NOT_IN_PROGRAM
 * (nothing of the program would call it).
 */
export function adoptCode(code: string, base: Draft, reason: string): Adopted {
  const origin: Origin = { kind: 'model', samples: [], licence: '', reason };
  const salvaged = salvageProgram(code, origin);
  const issues: Issue[] = [...salvaged.issues];
  const own = new Map(
    base.program.segments.flatMap((segment) =>
      segment.defines.map((name) => [name, segment] as const),
    ),
  );
  const imports = salvaged.program.segments.filter(({ section }) => section === 'imports');
  let offered = salvaged.program.segments.filter((segment) => {
    if (segment.section === 'imports' || own.get(segment.defines[0] ?? '')?.code === segment.code)
      return false;
    const issue = unfit(segment, own);
    if (issue !== null) issues.push(issue);
    return issue === null;
  });
  for (;;) {
    const bound = new Set([
      ...own.keys(),
      ...[...imports, ...offered].flatMap(({ defines }) => defines),
      ...PYTHON_BUILTINS,
    ]);
    const free = offered.filter(({ uses }) => uses.some((name) => !bound.has(name)));
    if (free.length === 0) break;
    issues.push(...free.map((segment) => unbound(segment, bound)));
    offered = offered.filter((segment) => !free.includes(segment));
  }
  const { program } = pruneProgram(merge(base.program, offered, imports, own));
  const taken = program.segments.filter((segment) => segment.origin === origin);
  const names = new Set(taken.flatMap(({ defines }) => defines));
  for (const { id, defines } of offered) {
    if (!names.has(defines[0] ?? ''))
      issues.push({ code: 'NOT_IN_PROGRAM', path: id, message: 'nothing of the program calls it' });
  }
  return { draft: { ...base, program }, taken: taken.map(({ id }) => id), issues };
}

/** Why a segment cannot stand for the program's own of the same name; null where it can, or where there is none. */
function unfit({ id, code, defines }: Segment, own: ReadonlyMap<string, Segment>): Issue | null {
  const replaced = own.get(defines[0] ?? '');
  if (replaced === undefined) return null;
  if (replaced.origin.kind === 'profile')
    return { code: 'SIGNATURE', path: id, message: 'the data decide its value' };
  const [offered, called] = [readSignature(code), readSignature(replaced.code)];
  if ((offered === null) !== (called === null))
    return {
      code: 'SIGNATURE',
      path: id,
      message: 'a function stands for what is none, or the reverse',
    };
  if (offered === null || called === null || canReplace(offered, called)) return null;
  const names = called.parameters.map(({ name }) => name).join(', ');
  return { code: 'SIGNATURE', path: id, message: `its callers give it ${names}` };
}

function unbound({ id, uses }: Segment, bound: ReadonlySet<string>): Issue {
  const names = uses.filter((name) => !bound.has(name));
  return { code: 'NAME_UNBOUND', path: id, message: `nothing binds ${names.join(', ')}` };
}

/** The program with the offered segments in the place of its own; a helper stands before the first that uses it. */
function merge(
  base: Program,
  offered: readonly Segment[],
  imports: readonly Segment[],
  own: ReadonlyMap<string, Segment>,
): Program {
  const byName = new Map(offered.map((segment) => [segment.defines[0] ?? '', segment] as const));
  const imported = new Set(
    base.segments.filter(({ section }) => section === 'imports').flatMap(({ defines }) => defines),
  );
  const segments: Segment[] = imports.filter(
    ({ defines }) => !defines.some((name) => imported.has(name) || own.has(name)),
  );
  const placed = new Set<string>();
  const place = (segment: Segment, section: Section): void => {
    for (const name of segment.uses) {
      const helper = byName.get(name);
      if (helper === undefined || own.has(name) || placed.has(name)) continue;
      placed.add(name);
      place(helper, section);
    }
    segments.push(createSegment(section, segment.code, segment.origin));
  };
  for (const segment of base.segments) {
    const replacement = byName.get(segment.defines[0] ?? '');
    if (replacement === undefined || segment.section === 'imports') {
      segments.push(segment);
      continue;
    }
    place(replacement, segment.section);
    const last = segments.pop();
    if (last !== undefined)
      segments.push({
        ...last,
        id: segment.id,
        alternative: { code: segment.code, origin: segment.origin },
      });
  }
  return { ...base, segments };
}
