import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DLCodeGenError, fail, numberedLines, ok } from '../core/index.ts';
import type { LanguageModel } from './model.ts';
import { callKey } from './reply-cache.ts';

const rowSchema = z.union([
  z.object({ key: z.string(), text: z.string() }),
  z.object({ stage: z.string(), text: z.string() }),
]);

/** Keys of rows are those of a model of this name, whatever the file. */
const RECORDED = { name: 'recorded' } as const;

/**
 * Replies from a JSONL file: a row `{"key", "text"}` answers the call of that key, a row `{"stage", "text"}` every other
 * call of that stage. The model's name has a hash of the rows, so that replies of another file are never taken for its own. Errors: BAD_INPUT (the file, and the first line that is no such row).
 */
export async function recordedModel(file: string): Promise<LanguageModel> {
  const replies = new Map<string, string>();
  const hash = createHash('sha256');
  let number = 0;
  try {
    for await (const { number: at, line } of numberedLines(file)) {
      number = at;
      hash.update(`${line}\n`);
      const row = rowSchema.parse(JSON.parse(line));
      replies.set('key' in row ? row.key : row.stage, row.text);
    }
  } catch (error) {
    const where = number === 0 ? file : `${file}, line ${number}`;
    throw new DLCodeGenError(
      'BAD_INPUT',
      `expected recorded replies in ${where}: {"key" or "stage", "text"}`,
      {
        cause: error,
      },
    );
  }
  return {
    name: `${RECORDED.name}:${hash.digest('hex').slice(0, 12)}`,
    isHosted: false,
    ask: async (question) => {
      const text = replies.get(callKey(RECORDED, question)) ?? replies.get(question.stage);
      if (text === undefined)
        return fail({
          code: 'REPLY_NOT_RECORDED',
          path: question.stage,
          message: `${file} holds no reply for the stage ${question.stage}`,
        });
      if (text.trim() === '')
        return fail({
          code: 'REPLY_EMPTY',
          path: question.stage,
          message: 'the reply holds no text',
        });
      return ok({
        text,
        finish: 'stop',
        usage: null,
        cost: 0,
        warnings: [],
        ms: 0,
        isCached: true,
      });
    },
  };
}
