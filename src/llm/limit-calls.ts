import type { LanguageModel } from './model.ts';

/** The model asked at most so many questions at once; further ones wait for their turn, in their order. */
export function withCallLimit(model: LanguageModel, callsAtOnce: number): LanguageModel {
  let free = callsAtOnce;
  const waiting: (() => void)[] = [];
  return {
    ...model,
    ask: async (question, signal) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await model.ask(question, signal);
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
