import { expect } from 'vitest';

/** Every claim of the paper and the design that we implement; tests cite ids through `verifies`. */
export const REQUIREMENTS = {
  'plan-components': 'III-B: a plan has category, dataset, preprocess and model architecture',
  'retrieval-category-first':
    'III-C: the search is narrowed by task category before plans are compared',
  'retrieval-bm25': 'III-C: plans are compared by BM25',
  'predictor-plan': 'III-B: a requirement in plain words gets a complete solution plan',
  'dataset-attributes':
    'III-A: attributes of the dataset stand beside the requirement; they are read from the data',
  'plan-metrics':
    'IV-C: predicted plans are scored by BLEU, exact match, layer distance and absolute errors',
  'code-metrics':
    'IV-C: generated code is scored by CodeBLEU: n-gram, weighted n-gram, syntax and data-flow match',
  'code-rag': 'III-C, III-D: code 1 adapts the nearest program to the plan, its details kept',
  'template-rag': 'III-C, III-D: a template of the two nearest programs is filled to code 2',
  comparison: 'III-D: plan, code 1 and code 2 are compared segment by segment into the final code',
  ablations:
    'V-D: a method or an ablation names its drafts; where it has several they are compared',
  repair:
    'DESIGN 2: a project that fails is repaired and verified again, a bounded number of times',
  'plan-drives-code': 'III-D: the plan decides layers, hyperparameters and data of the code',
  'leakage-audit':
    'IV-D, DESIGN 7: no pool sample or training plan may be an evaluated task or a near-duplicate; both are counted',
  corpus:
    'IV-D: notebooks that train with TensorFlow or Keras are kept, each once by the content of its code cells',
  'code-evaluation':
    'V-A, V-D, V-E: methods, ablations and temperatures are scored on the same tasks',
  'human-evaluation':
    'V-B: raters judge compliance, helpfulness and idiomaticity, blinded, and discuss where they differ',
  'plan-evaluation': 'V-C: predicted plans are scored field by field',
  'predictor-checkpoints':
    'IV-E: GPT-2 checkpoints, small to large, come in from Hugging Face files and go out again',
} as const satisfies Record<string, string>;

export type RequirementId = keyof typeof REQUIREMENTS;

/** Names a test after the requirements it checks; an unknown id does not compile. */
export function verifies(...ids: RequirementId[]): string {
  expect(ids.length).toBeGreaterThan(0);
  return ids.map((id) => `[${id}]`).join(' ');
}
