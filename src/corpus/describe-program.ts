import { isWholeSource } from '../python/index.ts';

/** What a program states of itself; null where it is not read out. */
export interface ProgramDescription {
  readonly requirement: string | null;
  readonly attributes: string | null;
  readonly plan: unknown;
  /** Whether it parses without an error. */
  readonly isWhole: boolean;
}

/** Requirement, attributes and plan of a program, by its syntax alone; the one place where `corpus` asks for them. */
export function describeProgram(code: string): ProgramDescription {
  return { requirement: null, attributes: null, plan: null, isWhole: isWholeSource(code) };
}
