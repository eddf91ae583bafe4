import { codeRag, templateRag } from './stages/code-rag.ts';
import {
  clusterCot,
  clusterCotReleased,
  structuredCot,
  zeroShotCot,
} from './techniques/chain-of-thought.ts';
import { direct } from './techniques/direct.ts';
import { ldb } from './techniques/ldb.ts';
import { planAndSolve, planAndSolveReleased } from './techniques/plan-and-solve.ts';
import { cedar, docPrompting, reacc, redcoder } from './techniques/retrieval-augmented.ts';
import { selfEvolve, selfPlanning } from './techniques/self-planning.ts';
import type { Technique } from './technique.ts';

/** Every way of making a draft by questions to a language model; a new one is a file and a row. */
export const TECHNIQUES = {
  'code-rag': codeRag,
  'template-rag': templateRag,
  direct,
  ps: planAndSolve,
  'ps-released': planAndSolveReleased,
  'c-cot': clusterCot,
  'c-cot-released': clusterCotReleased,
  cedar,
  'zero-shot-cot': zeroShotCot,
  'structured-cot': structuredCot,
  'self-planning': selfPlanning,
  'self-evolve': selfEvolve,
  ldb,
  redcoder,
  reacc,
  docprompting: docPrompting,
} as const satisfies Record<string, Technique>;

export type TechniqueName = keyof typeof TECHNIQUES;
