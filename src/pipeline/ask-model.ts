import { ok, type Result } from '../core/index.ts';
import type { JsonSchema, LanguageModel, Question, Reply, Sampling } from '../llm/index.ts';
import { readCode, SYSTEM, type PromptContext, type Technique } from '../prompts/index.ts';

/** A model and how its replies are drawn. */
export interface Writer {
  readonly model: LanguageModel;
  readonly sampling: Omit<Sampling, 'temperature'>;
  /** Replaces the technique's own; null keeps it. */
  readonly temperature: number | null;
  readonly signal?: AbortSignal;
  /** Called with every question that was asked and its reply or failure. */
  readonly onReply?: (question: Question, reply: Result<Reply>) => void;
}

/** Executes a program and tells what was seen. */
export type Execute = (code: string) => Promise<string>;

/** A reply that the token limit cuts is continued so many times. */
const MOST_CONTINUATIONS = 3;

/**
 * Asks a technique's questions in order; the last reply. A question that fails ends it; a step that executes an earlier
 * reply's program has its trace as reply. Issues: those of `LanguageModel.ask`. Errors: those of `execute`.
 */
export async function runTechnique(
  writer: Writer,
  { steps, temperature }: Technique,
  context: PromptContext,
  execute: Execute,
): Promise<Result<string>> {
  const replies: string[] = [];
  for (const step of steps) {
    if ('executes' in step) {
      const code = readCode(replies[step.executes] ?? '');
      replies.push(code.ok ? await execute(code.value) : 'The reply holds no program.');
      continue;
    }
    const { stage, prompt } = step;
    const reply = await askModel(writer, { stage, prompt: prompt(context, replies), temperature });
    if (!reply.ok) return reply;
    replies.push(reply.value);
  }
  return ok(replies.at(-1) ?? '');
}

/** Asks one question; a reply that the token limit cuts is continued. Issues: those of `LanguageModel.ask`. */
export async function askModel(
  { model, sampling, temperature: stated, signal, onReply }: Writer,
  {
    stage,
    prompt,
    temperature,
    schema,
  }: {
    readonly stage: string;
    readonly prompt: string;
    readonly temperature: number;
    readonly schema?: JsonSchema;
  },
): Promise<Result<string>> {
  let text = '';
  for (let round = 0; round <= MOST_CONTINUATIONS; round += 1) {
    const question: Question = {
      stage,
      system: SYSTEM,
      prompt,
      sampling: { ...sampling, temperature: stated ?? temperature },
      ...(text === '' ? {} : { begun: text }),
      ...(schema === undefined ? {} : { schema }),
    };
    const reply = await model.ask(question, signal);
    onReply?.(question, reply);
    if (!reply.ok) return text === '' ? reply : ok(text);
    text += reply.value.text;
    // What is cut of a JSON reply is read as far as it goes.
    if (reply.value.finish === 'stop' || schema !== undefined) break;
  }
  return ok(text);
}
