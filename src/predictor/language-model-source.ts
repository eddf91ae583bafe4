import type { Plan, Requirement } from '../artifacts/index.ts';
import type { Candidate, CandidateSource } from './fusion/candidates.ts';
import { loadGpt2 } from './gpt2/load.ts';
import { parsePlanText, renderPromptText } from './plan-text.ts';

/** So long a plan may become; the longest training plans are shorter. */
const MOST_TOKENS = 400;
const SEED = 11;
/** Below the model's own distribution: samples agree more and still differ. */
const TEMPERATURE = 0.7;

export interface LanguageModelSource extends CandidateSource {
  /** The best plan of a search with so many beams; 1 is greedy. An unreadable text is an empty plan. */
  best(requirement: Requirement, beams: number): Promise<Plan>;
  close(): Promise<void>;
}

const NO_PLAN: Plan = {
  category: '',
  dataset: { input: '', output: '' },
  preprocess: '',
  layers: [],
  hyperparameters: {
    optimizer: null,
    loss: null,
    learningRate: null,
    batchSize: null,
    epochs: null,
    metric: null,
  },
};

/**
 * A language model's samples as candidates, each with the same share; a sample that is no plan is left out.
 *
 * Paper: III-B, IV-E. The same requirement gives the same samples. Errors: those of `loadGpt2`.
 */
export async function loadLanguageModelSource(folder: string): Promise<LanguageModelSource> {
  const model = await loadGpt2(folder);
  const prompt = ({ text, attributes }: Requirement): string => renderPromptText(text, attributes);
  return {
    id: 'language-model',
    async candidates(requirement, count): Promise<readonly Candidate[]> {
      const sequences = await model.generate(prompt(requirement), {
        maxTokens: MOST_TOKENS,
        sample: { seed: SEED, count, temperature: TEMPERATURE },
      });
      const plans = sequences.flatMap(({ text }) => {
        const parsed = parsePlanText(text);
        return parsed.ok ? [parsed.value] : [];
      });
      return plans.map((plan) => ({ plan, share: 1 / plans.length }));
    },
    async best(requirement, beams) {
      const [first] = await model.generate(prompt(requirement), { maxTokens: MOST_TOKENS, beams });
      const parsed = parsePlanText(first?.text ?? '');
      return parsed.ok ? parsed.value : NO_PLAN;
    },
    close: () => model.close(),
  };
}
