import type { Draft } from '../artifacts/index.ts';
import type { GenerationRequest } from '../generation/index.ts';
import type { TechniqueName } from '../prompts/index.ts';
import type { Stages } from './stages.ts';

export type DrafterName = TechniqueName | 'fill';

/** How each kind of draft is made: the stages of the paper, and by one call each, the techniques it is compared with. */
export function makeDraft(
  name: DrafterName,
  stages: Stages,
  request: GenerationRequest,
): Draft | Promise<Draft> {
  switch (name) {
    case 'code-rag':
      return stages.codeRag(request);
    case 'template-rag':
      return stages.templateRag(request);
    case 'fill':
      return stages.fill(request);
    default:
      return stages.write(name, request);
  }
}

/** The drafts that the final code comes from: one is taken as it is, more are compared, the first with the next. */
export type Method = readonly [DrafterName, ...DrafterName[]];

/**
 * The paper's method, its baselines (IV-B) and the ablations of Table V, which put another drafter in the place of the one
 * that is left out; then the other techniques of II-B and II-C. All but the first three need a language model.
 */
export const METHODS = {
  dlcodegen: ['code-rag', 'template-rag'],
  'code-rag': ['code-rag'],
  'template-rag': ['template-rag'],
  'dlcodegen-fill': ['fill'],
  direct: ['direct'],
  ps: ['ps'],
  'ps-released': ['ps-released'],
  'c-cot': ['c-cot'],
  'c-cot-released': ['c-cot-released'],
  cedar: ['cedar'],
  'without-code-rag': ['c-cot', 'template-rag'],
  'without-template-rag': ['code-rag', 'cedar'],
  'without-both': ['c-cot', 'cedar'],
  'zero-shot-cot': ['zero-shot-cot'],
  'structured-cot': ['structured-cot'],
  'self-planning': ['self-planning'],
  'self-evolve': ['self-evolve'],
  ldb: ['ldb'],
  redcoder: ['redcoder'],
  reacc: ['reacc'],
  docprompting: ['docprompting'],
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;
