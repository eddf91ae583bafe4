import type { Origin, Program, Segment } from './program.ts';

/** A place where the retrieved programs differ: the template names it and the filler gives it a value. */
export interface TemplateHole {
  /** Upper-case name; a constant's own name, or the function's and a number. */
  readonly name: string;
  readonly type: 'number' | 'text' | 'boolean' | 'tuple' | 'none' | 'name' | 'call';
  /** What the retrieved programs have there, nearest first. */
  readonly seen: readonly string[];
}

/** A segment whose code may hold `⟨NAME⟩` for each of its holes. */
export interface TemplateSegment {
  readonly segment: Segment;
  readonly holes: readonly TemplateHole[];
  /** Share of the segment's statements that recur in the other program, 0-1. */
  readonly recurs: number;
}

/** The abstraction of the retrieved programs (paper III-C, Template RAG). */
export interface Template {
  readonly docstring: string;
  readonly segments: readonly TemplateSegment[];
  readonly origin: Origin;
}

/** A candidate program: code 1, code 2 or the final code (paper III-D). */
export interface Draft {
  readonly name: 'code 1' | 'code 2' | 'final';
  readonly program: Program;
  /** What could not be done as stated, in words. */
  readonly warnings: readonly string[];
  /** The program that a language model gave for it, as it came; absent where none was asked or its reply has no code. */
  readonly written?: string;
}
