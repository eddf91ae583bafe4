import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { makeFolders, ok, writeText, type Result } from '../core/index.ts';
import type { LanguageModel, Question, Reply } from './model.ts';

const replySchema = z.object({
  text: z.string(),
  finish: z.enum(['stop', 'length']),
  usage: z.object({ input: z.number(), output: z.number() }).nullable(),
  cost: z.number().nullable(),
  warnings: z.array(z.string()),
  ms: z.number(),
});

/** Names a question to a model by all that its reply depends on: 64 hexadecimal digits. */
export function callKey(
  { name, server }: Pick<LanguageModel, 'name' | 'server'>,
  { system, prompt, begun, sampling, schema }: Question,
): string {
  const { temperature, topP, seed, replyTokens } = sampling;
  const parts = [
    name,
    system,
    prompt,
    begun ?? null,
    temperature,
    topP,
    seed,
    replyTokens,
    ...(schema === undefined ? [] : [{ schema }]),
    ...(server === undefined ? [] : [{ server }]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Where the question and reply of a call are kept. */
export function replyFile(folder: string, key: string): string {
  return path.join(folder, key.slice(0, 2), `${key.slice(2)}.json`);
}

/**
 * The model with its questions and replies kept in a folder, a file a call. A question that was answered before costs
 * nothing, and one that is asked twice at once is asked once; failures are not kept. A file that cannot be read counts as
 * absent. Where `isRead` is false, every question is asked again and its new reply kept.
 */
export function withCache(
  model: LanguageModel,
  { folder, isRead }: { readonly folder: string; readonly isRead: boolean },
): LanguageModel {
  const open = new Map<string, Promise<Result<Reply>>>();
  const answer = async (
    key: string,
    question: Question,
    signal: AbortSignal | undefined,
  ): Promise<Result<Reply>> => {
    const file = replyFile(folder, key);
    const kept = isRead ? await readReply(file) : null;
    if (kept !== null) return ok(kept);
    const reply = await model.ask(question, signal);
    if (reply.ok) {
      const { isCached: _, ...value } = reply.value;
      makeFolders(path.dirname(file));
      writeText(file, `${JSON.stringify({ model: model.name, question, ...value })}\n`);
    }
    return reply;
  };
  return {
    ...model,
    ask: async (question, signal) => {
      const key = callKey(model, question);
      const asked = open.get(key);
      if (asked !== undefined) {
        const reply = await asked;
        return reply.ok ? ok({ ...reply.value, isCached: true }) : reply;
      }
      const asking = answer(key, question, signal).finally(() => open.delete(key));
      open.set(key, asking);
      return asking;
    },
  };
}

async function readReply(file: string): Promise<Reply | null> {
  try {
    const kept = replySchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return kept.success ? { ...kept.data, isCached: true } : null;
  } catch {
    return null;
  }
}
