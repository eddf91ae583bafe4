import type { Plan, Requirement } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { beginWith, createPlanConstraint } from './decode/plan-constraint.ts';
import type { Candidate, CandidateSource } from './fusion/candidates.ts';
import type { Constraint, GenerateOptions } from './gpt2/generate.ts';
import { loadGpt2, type Gpt2 } from './gpt2/load.ts';
import { parsePlanText, renderCategoryText, renderPromptText } from './plan-text.ts';

/** So long a plan may become: on held-out plans the same scores as with 360, since longer lists of layers are never chosen. */
const MOST_TOKENS = 150;
const EMPTY_PROMPT = renderPromptText('', '');
const SEED = 11;
/** Below the model's own distribution: samples agree more and still differ. */
const TEMPERATURE = 0.7;

export interface LanguageModelSource extends CandidateSource {
  /** The best plan of a search with so many beams; 1 is greedy. */
  best(requirement: Requirement, beams: number): Promise<Plan>;
  /** A plan drawn at a temperature; 1 is the model's own distribution. */
  draw(requirement: Requirement, temperature: number): Promise<Plan>;
  close(): Promise<void>;
}

/**
 * A language model's best guess and samples as candidates, each with the same share. What it writes is held to the
 * plan's grammar, so every text is a plan; a description with a word that nobody knows is left out.
 *
 * Paper: III-B, IV-E. The same requirement gives the same samples. Errors: those of `loadGpt2`.
 */
export async function loadLanguageModelSource(folder: string): Promise<LanguageModelSource> {
  const model = await loadGpt2(folder);
  const constraint = createPlanConstraint(model.tokenizer);
  const beginningWith = (category: string): Constraint =>
    beginWith(model.tokenizer.encode(renderCategoryText(category)), constraint);
  const write = async (
    requirement: Requirement,
    options: Pick<GenerateOptions, 'beams' | 'sample'>,
    category?: string,
  ): Promise<readonly Plan[]> => {
    const { prompt, room } = fitPrompt(requirement, model);
    const maxTokens = Math.min(MOST_TOKENS, room);
    const written = await model.generate(prompt, {
      ...options,
      constraint: category === undefined ? constraint : beginningWith(category),
      maxTokens,
    });
    return written.map((sequence) => readPlan(sequence.text));
  };
  return {
    id: 'language-model',
    async candidates(requirement, count, category): Promise<readonly Candidate[]> {
      const temperatures = Array.from({ length: count }, (_, at) => (at === 0 ? 0 : TEMPERATURE));
      const plans = await write(requirement, { sample: { seed: SEED, temperatures } }, category);
      return plans.map((plan) => ({ plan, share: 1 / plans.length }));
    },
    async best(requirement, beams) {
      const [first] = await write(requirement, { beams });
      return first as Plan;
    },
    async draw(requirement, temperature) {
      const temperatures = [temperature];
      const [drawn] = await write(requirement, { sample: { seed: SEED, temperatures } });
      return drawn as Plan;
    },
    close: () => model.close(),
  };
}

/** The prompt, cut where it would leave less than a plan's tokens (long texts, scripts of many bytes). */
function fitPrompt(
  { text, attributes }: Requirement,
  { config, tokenizer }: Gpt2,
): { readonly prompt: string; readonly room: number } {
  const cut = (part: string, share: number): string =>
    part.slice(0, Math.floor(part.length * share));
  for (let share = 1; ; share /= 2) {
    const prompt = renderPromptText(cut(text, share), cut(attributes, share));
    const room = config.context - tokenizer.encode(prompt).length;
    if (room >= MOST_TOKENS || prompt === EMPTY_PROMPT) return { prompt, room };
  }
}

function readPlan(text: string): Plan {
  const parsed = parsePlanText(text);
  if (parsed.ok) return parsed.value;
  throw new DLCodeGenError('UNEXPECTED', 'the language model wrote past the plan grammar', {
    data: { text, issues: parsed.issues },
  });
}
