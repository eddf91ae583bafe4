import { describeProgram as describeExtracted, extractPlan, toPlan } from '../extraction/index.ts';
import { planToJson } from '../plan/index.ts';
import { isWholeSource } from '../python/index.ts';

/** What a program states of itself; null where it is not read out. */
export interface ProgramDescription {
  readonly requirement: string | null;
  readonly attributes: string | null;
  readonly plan: unknown;
  /** Whether it parses without an error. */
  readonly isWhole: boolean;
}

/** Nothing but the code is read: the notebook's own words stay with their author. */
const NO_WORDS = { title: null, headings: [] };

/**
 * Requirement, attributes and plan of a program, by its syntax alone; the one place where `corpus` asks for them. A program
 * of which nothing tells the task or the network has none of them.
 */
export function describeProgram(code: string): ProgramDescription {
  const isWhole = isWholeSource(code);
  const extracted = extractPlan(code);
  if (extracted.category === null || extracted.layers === null)
    return { requirement: null, attributes: null, plan: null, isWhole };
  return {
    ...describeExtracted(extracted, NO_WORDS),
    plan: planToJson(toPlan(extracted)),
    isWhole,
  };
}
