import { DLCodeGenError, fail, ok, type Result } from '../core/index.ts';
import type { LanguageModel, Question, Reply, Usage } from './model.ts';
import { costOf, type Price } from './price-table.ts';

export interface Limits {
  /** US dollars of a run; null for no limit. */
  readonly maxCost: number | null;
  /** Tokens of a run, read and written; null for no limit. */
  readonly maxTokens: number | null;
}

const NOTHING: Usage = { input: 0, output: 0 };

/** About four characters of English or code are a token; three never promises too few. */
const CHARACTERS_A_TOKEN = 3;

/** Tokens of a text, rather too many than too few. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}

/**
 * The model held to limits: a question that could exceed what is left is not asked (issue BUDGET). A reply of unknown
 * usage counts as estimated.
 * Errors: USAGE (a limit on cost, but neither a price nor a limit on tokens).
 */
export function withBudget(
  model: LanguageModel,
  price: Price | null,
  limits: Limits,
): LanguageModel {
  const { maxCost, maxTokens } = limits;
  if (maxCost !== null && price === null && maxTokens === null)
    throw new DLCodeGenError(
      'USAGE',
      `the price of ${model.name} is not known, so --max-cost cannot be held; give --price IN,OUT or --max-tokens`,
    );
  // Questions under way count with the most that they can take, so that several at once cannot exceed a limit together.
  let spent: Usage = NOTHING;
  return {
    ...model,
    ask: async (question, signal) => {
      const most = mostUsage(question);
      const after = add(spent, most);
      if (maxTokens !== null && after.input + after.output > maxTokens)
        return over(`${total(spent)} of ${maxTokens} tokens are used (--max-tokens)`);
      if (maxCost !== null && price !== null && costOf(after, price) > maxCost)
        return over(`$${costOf(spent, price).toFixed(4)} of $${maxCost} is used (--max-cost)`);
      spent = after;
      const reply = await model.ask(question, signal);
      const used = reply.ok
        ? (reply.value.usage ?? { ...most, output: estimateTokens(reply.value.text) })
        : most;
      spent = add(spent, { input: used.input - most.input, output: used.output - most.output });
      return reply.ok ? ok(priced(reply.value, price)) : reply;
    },
  };
}

function priced(reply: Reply, price: Price | null): Reply {
  if (price === null) return { ...reply, cost: null };
  const isFree = price.input === 0 && price.output === 0;
  const usage = isFree ? NOTHING : reply.usage;
  return { ...reply, cost: usage === null ? null : costOf(usage, price) };
}

/** The most tokens that a question and its reply can take. */
export function mostUsage({ system, prompt, begun = '', sampling }: Question): Usage {
  return { input: estimateTokens(system + prompt + begun), output: sampling.replyTokens };
}

function add(one: Usage, two: Usage): Usage {
  return { input: one.input + two.input, output: one.output + two.output };
}

function total({ input, output }: Usage): number {
  return input + output;
}

function over(what: string): Result<never> {
  return fail({
    code: 'BUDGET',
    path: '',
    message: `the next question could exceed the limit: ${what}`,
  });
}
