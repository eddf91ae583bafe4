import { expect, test } from 'vitest';
import { fail, mapAtOnce } from '../core/index.ts';
import { withCallLimit } from './limit-calls.ts';
import type { Question } from './model.ts';

const question = (prompt: string): Question => ({
  stage: 'direct',
  system: '',
  prompt,
  sampling: { temperature: 0, topP: null, seed: null, replyTokens: 1 },
});

test.for([1, 2, 5])('%s questions at once, in their order, also where some fail', async (limit) => {
  let [open, most] = [0, 0];
  const asked: string[] = [];
  const model = withCallLimit(
    {
      name: 'test',
      isHosted: false,
      ask: async ({ prompt }) => {
        asked.push(prompt);
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setTimeout(resolve, 5));
        open -= 1;
        if (prompt === 'b') throw new Error('interrupted');
        return fail({ code: 'PROVIDER_FAILED', path: '', message: '' });
      },
    },
    limit,
  );
  const prompts = ['a', 'b', 'c', 'd', 'e'];
  const ask = async (prompt: string): Promise<string> =>
    model.ask(question(prompt)).then(
      () => 'answered',
      () => 'thrown',
    );
  const replies = await mapAtOnce(prompts, prompts.length, ask);
  expect(replies).toEqual(prompts.map((prompt) => (prompt === 'b' ? 'thrown' : 'answered')));
  expect(asked).toEqual(prompts);
  expect(most).toBe(limit);
});
