import type { Plan, Requirement } from '../artifacts/index.ts';
import type { Candidate, CandidateSource } from './fusion/candidates.ts';
import { loadGpt2 } from './gpt2/load.ts';
import { parsePlanText, renderPromptText } from './plan-text.ts';

/** So long a plan may become; the longest training plans are shorter. */
const MOST_TOKENS = 360;
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
 * A language model's best guess and samples as candidates, each with the same share; a sample that is no plan is left out.
 *
 * Paper: III-B, IV-E. The same requirement gives the same samples. Errors: those of `loadGpt2`.
 */
export async function loadLanguageModelSource(folder: string): Promise<LanguageModelSource> {
  const model = await loadGpt2(folder);
  const prompt = ({ text, attributes }: Requirement): string => renderPromptText(text, attributes);
  const room = (text: string): number =>
    Math.min(MOST_TOKENS, model.config.context - model.tokenizer.encode(text).length);
  return {
    id: 'language-model',
    async candidates(requirement, count): Promise<readonly Candidate[]> {
      const text = prompt(requirement);
      const [greedy] = await model.generate(text, { maxTokens: room(text), beams: 1 });
      const samples = await model.generate(text, {
        maxTokens: room(text),
        sample: { seed: SEED, count: count - 1, temperature: TEMPERATURE },
      });
      const plans = [...(greedy === undefined ? [] : [greedy]), ...samples].flatMap(
        ({ text: written }) => {
          const parsed = parsePlanText(written);
          return parsed.ok ? [parsed.value] : [];
        },
      );
      return plans.map((plan) => ({ plan, share: 1 / plans.length }));
    },
    async best(requirement, beams) {
      const text = prompt(requirement);
      const [first] = await model.generate(text, { maxTokens: room(text), beams });
      const parsed = parsePlanText(first?.text ?? '');
      return parsed.ok ? parsed.value : NO_PLAN;
    },
    close: () => model.close(),
  };
}
