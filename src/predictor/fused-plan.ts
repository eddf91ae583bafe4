import path from 'node:path';
import type { Plan, Reading, Requirement } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { readClassifiers } from './classifiers/classifier-file.ts';
import { judgeCategoriesWith } from './classifiers/judge-categories.ts';
import { createAskedCheck } from './fusion/asked-words.ts';
import type { CandidateSource } from './fusion/candidates.ts';
import { mendSpelling, readTask } from '../requirement/index.ts';
import { fusePlan, IDEAS, type FusionParts } from './fusion/fuse-plan.ts';
import { readReranker } from './fusion/text-reranker.ts';
import { isWellFormed } from './fusion/well-formed.ts';
import { loadLanguageModelSource, type LanguageModelSource } from './language-model-source.ts';
import { readMemory } from './memory/memory-file.ts';
import type { PlanPredictor } from './predictor.ts';

/** Where the shipped parts lie, beside `src` and `dist`. */
export const PREDICTOR_FOLDER = path.resolve(import.meta.dirname, '../../models/predictor');

/**
 * The predictor that ships: remembered plans, linear classifiers and the shipped language model, fused field by field.
 * Its parts are loaded at the first prediction.
 *
 * Paper: III-B. Errors: ENVIRONMENT where a part cannot be read.
 */
export const fusedPlanPredictor: PlanPredictor = {
  id: 'fused-plan',
  predict: async (reading) => {
    const { parts, warnings } = await shippedParts();
    return createFusedPlanPredictor(parts, warnings).predict(reading);
  },
};

/** The fused plan with its category left to the vote. Errors: ENVIRONMENT where a part cannot be read. */
export async function predictFused(reading: Reading): Promise<Plan> {
  const { parts } = await shippedParts();
  return (await fusePlan(parts, reading)).plan;
}

/** The language model that ships, loaded once for all who ask. Errors: those of `loadLanguageModelSource`. */
export async function shippedLanguageModel(): Promise<LanguageModelSource> {
  languageModel ??= loadLanguageModelSource(PREDICTOR_FOLDER);
  return languageModel;
}
let languageModel: Promise<LanguageModelSource> | null = null;

interface ShippedParts {
  readonly parts: FusionParts;
  readonly warnings: readonly string[];
}

async function shippedParts(): Promise<ShippedParts> {
  shipped ??= loadShipped();
  return shipped;
}
let shipped: Promise<ShippedParts> | null = null;

/** Where onnxruntime is not installed, the parts without the language model still predict, and every plan says so. */
async function loadShipped(): Promise<ShippedParts> {
  try {
    return { parts: readFusionParts([await shippedLanguageModel()]), warnings: [] };
  } catch (error) {
    if (!(error instanceof DLCodeGenError) || error.code !== 'ENVIRONMENT') throw error;
    const warning = `The plan was predicted without the language model: ${error.message}.`;
    return { parts: readFusionParts([]), warnings: [warning] };
  }
}

/** The shipped parts with other sources of candidates, e.g. the user's own checkpoint. */
export function readFusionParts(sources: readonly CandidateSource[]): FusionParts {
  return { ...shippedKnowledge(), sources, reranker: readReranker(PREDICTOR_FOLDER) };
}

type Knowledge = Pick<FusionParts, 'memory' | 'classifiers'>;

/** What ships beside the language model, read once for all who ask. */
function shippedKnowledge(): Knowledge {
  knowledge ??= {
    memory: readMemory(PREDICTOR_FOLDER),
    classifiers: readClassifiers(PREDICTOR_FOLDER),
  };
  return knowledge;
}
let knowledge: Knowledge | null = null;

export function createFusedPlanPredictor(
  parts: FusionParts,
  warnings: readonly string[] = [],
): PlanPredictor {
  return {
    id: 'fused-plan',
    async predict(reading) {
      const category = readTask(reading)?.task.category;
      const requirement = mendRequirement(reading.requirement);
      const fused = await fusePlan(parts, { ...reading, requirement }, IDEAS, category);
      const speaksOfAsked = createAskedCheck(reading.requirement);
      const canBeSaid = (text: string): boolean => isWellFormed(text) && speaksOfAsked(text);
      const { input, output } = fused.textChoices;
      const textChoices = { input: input.filter(canBeSaid), output: output.filter(canBeSaid) };
      return { ...fused, textChoices, warnings };
    },
  };
}

/** What the shipped classifier believes of each task category. Errors: ENVIRONMENT where it cannot be read. */
export function judgeCategories(requirement: Requirement): Reading['categories'] {
  const { memory, classifiers } = shippedKnowledge();
  return judgeCategoriesWith(classifiers, memory, mendRequirement(requirement));
}
/** Typos are no words that training plans know. */
function mendRequirement({ text, attributes }: Requirement): Requirement {
  return { text: mendSpelling(text), attributes: mendSpelling(attributes) };
}
