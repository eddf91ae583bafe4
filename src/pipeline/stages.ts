import type { Draft, Program, Verdict } from '../artifacts/index.ts';
import { compareDrafts } from '../comparison/index.ts';
import { draftFromCode, draftFromTemplate, type GenerationRequest } from '../generation/index.ts';
import { DLCodeGenError, type Result } from '../core/index.ts';
import type { ProjectInput } from '../project/index.ts';
import type { TechniqueName } from '../prompts/index.ts';
import { abstractTemplate } from '../template/index.ts';
import { predictBuiltin, type PredictPlan } from './predict-plan.ts';
import { takeAlternatives } from './repair.ts';

type Awaitable<T> = T | Promise<T>;

/**
 * What the paper gives to a language model, and the repair that the paper does not have. Each stage takes values and
 * returns values, together with what it could not do; none knows which stage comes before or after it, and none reads
 * or writes files. `BUILTIN` does all of them without a language model.
 */
export interface Stages {
  readonly predictPlan: PredictPlan;
  /** Plan and nearest program -> code 1 (paper III-C and III-D, Code RAG). */
  readonly codeRag: (request: GenerationRequest) => Awaitable<Draft>;
  /** Plan and the template of the two nearest programs -> code 2 (paper III-C and III-D, Template RAG). */
  readonly templateRag: (request: GenerationRequest) => Awaitable<Draft>;
  /** A draft by a technique of the literature (paper IV-B); needs a language model. Errors: USAGE without one. */
  readonly write: (name: TechniqueName, request: GenerationRequest) => Awaitable<Draft>;
  /** The builtin draft, with what is asked and not done in it written by a model. */
  readonly fill: (request: GenerationRequest) => Awaitable<Draft>;
  /** Plan and two drafts -> one draft with the better parts of both and the reason of each choice (paper III-D). */
  readonly compare: (one: Draft, two: Draft, request: GenerationRequest) => Awaitable<Draft>;
  /**
   * A project and the verdict that it failed -> its program repaired; issues where it cannot be. Not in the paper.
   * Issues: NO_ALTERNATIVE.
   */
  readonly repair: (project: ProjectInput, verdict: Verdict) => Awaitable<Result<Program>>;
}

const templateRag = (request: GenerationRequest): Draft =>
  draftFromTemplate(abstractTemplate(request.nearest, request.second), request);

/** Deterministic and offline: the shipped predictor, syntax trees and evidence. */
export const BUILTIN: Stages = {
  predictPlan: predictBuiltin,
  codeRag: draftFromCode,
  templateRag,
  write: (name) => {
    throw new DLCodeGenError(
      'USAGE',
      `${name} asks a language model; name one with --model PROVIDER:NAME`,
    );
  },
  fill: (request) => compareDrafts(draftFromCode(request), templateRag(request), request),
  compare: compareDrafts,
  repair: takeAlternatives,
};
