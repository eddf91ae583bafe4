import type { Draft } from '../artifacts/index.ts';
import type { GenerationRequest } from '../generation/index.ts';
import type { Stages } from './stages.ts';

/** Makes one draft with the stages it is given. */
export type Drafter = (stages: Stages, request: GenerationRequest) => Draft | Promise<Draft>;

export type DrafterName = 'code-rag' | 'template-rag';

/** How each kind of draft is made. A baseline of the paper (IV-B) is one drafter more. */
export const DRAFTERS: Readonly<Record<DrafterName, Drafter>> = {
  'code-rag': ({ codeRag }, request) => codeRag(request),
  'template-rag': ({ templateRag }, request) => templateRag(request),
};

/** The drafts that the final code comes from: one is taken as it is, more are compared, the first with the next. */
export type Method = readonly [DrafterName, ...DrafterName[]];

/**
 * The paper's method and the ablations of Table V that need no language model, "w/o Comparison & TR" and "w/o Comparison
 * & CR". The others of Table V name another drafter in the place of the one that is left out.
 */
export const METHODS = {
  dlcodegen: ['code-rag', 'template-rag'],
  'code-rag': ['code-rag'],
  'template-rag': ['template-rag'],
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;
