import type { DataProfile, DataSpec, Program, Segment } from '../artifacts/index.ts';
import {
  canReplace,
  createSegment,
  findFoldable,
  inlineConstants,
  inlineOnce,
  joinLocals,
  PYTHON_BUILTINS,
  readSignature,
  specialiseProgram,
} from '../python/index.ts';
import { POOL_FUNCTIONS } from '../techniques/index.ts';

export interface FinalFacts {
  readonly data: DataSpec | null;
  /** Null where nobody has looked at data: then what is not known yet stays open. */
  readonly profile: DataProfile | null;
}

/**
 * The program without what this project does not need: branches for other data, readers of other formats, parameters of
 * one value. The other draft's segments are specialised likewise; one that no longer fits the rest of the program is no
 * alternative any more.
 */
export function specialiseFinal(program: Program, facts: FinalFacts): Program {
  const isFinal = finalNames(program, facts);
  const own = specialiseProgram(program, isFinal);
  // A function that stands in the place of its call may fold with what stands around it, and then others fit in.
  const finish = (last: Program): Program => {
    const before = specialiseProgram(inlineConstants(last, isFinal), isFinal);
    const inlined = inlineOnce(before, [...KEPT, ...namesByModel(before)]);
    if (inlined !== before) return finish(inlined);
    const joined = joinLocals(before);
    return joined === before ? before : finish(joined);
  };
  if (own.segments.every(({ alternative }) => alternative === undefined)) return finish(own);
  const others = specialiseProgram(takeAll(program), isFinal);
  const codes = new Map(others.segments.map((segment) => [segment.id, segment]));
  const bound = new Set([...PYTHON_BUILTINS, ...own.segments.flatMap(({ defines }) => defines)]);
  const segments = own.segments.map(({ alternative, ...segment }): Segment => {
    const other = codes.get(segment.id);
    return alternative !== undefined && other !== undefined && fits(other, segment, bound)
      ? { ...segment, alternative: { ...alternative, code: other.code } }
      : segment;
  });
  return finish({ ...own, segments });
}

/** Ids of the segments of a project's program that could be specialised further; none in a program that is. */
export function foldableSegments(program: Program, facts: FinalFacts): readonly string[] {
  return findFoldable(program, finalNames(program, facts));
}

/**
 * Facts are final, unless they are still unknown; so are other constants but numbers, which are what a user tunes.
 */
function finalNames(program: Program, { data, profile }: FinalFacts): (name: string) => boolean {
  const facts = data?.facts ?? {};
  const numbers = new Set(
    program.segments
      .filter(({ section, code }) => section === 'configuration' && NUMBER.test(code))
      .flatMap(({ defines }) => defines),
  );
  return (name) =>
    Object.hasOwn(facts, name) ? facts[name] !== null || profile !== null : !numbers.has(name);
}

const NUMBER = /^\w+ = -?[\d_.]+(?:e-?\d+)?$/m;

/** Functions that show a technique by their name: the terms of requirements look for them. */
const KEPT: readonly string[] = [
  'split_by_class',
  'plot_importance',
  'train_head',
  'make_models',
  ...POOL_FUNCTIONS,
];

/** Names of what a language model wrote: it stays as written, and its share of the code stays known. */
function namesByModel({ segments }: Program): readonly string[] {
  return segments.flatMap(({ origin, defines }) => (origin.kind === 'model' ? defines : []));
}

/** The program with every segment that has an alternative replaced by it. */
function takeAll(program: Program): Program {
  const segments = program.segments.map((segment): Segment => {
    const { alternative, section, id } = segment;
    return alternative === undefined
      ? segment
      : { ...createSegment(section, alternative.code, alternative.origin), id };
  });
  return { ...program, segments };
}

/** Whether a segment can stand where another stands: other code, called in the same way, every name bound. */
function fits(other: Segment, segment: Segment, bound: ReadonlySet<string>): boolean {
  return (
    other.code !== segment.code &&
    canStandFor(other.code, segment.code) &&
    other.uses.every((name) => bound.has(name))
  );
}

function canStandFor(other: string, code: string): boolean {
  const [offered, called] = [readSignature(other), readSignature(code)];
  if (offered === null || called === null) return headOf(other) === headOf(code);
  return canReplace(offered, called);
}

/** The first line of a class; empty for a constant. */
function headOf(code: string): string {
  return /^(?:@.*\n)*class [^\n]*\n/.exec(code)?.[0] ?? '';
}
