import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import os from 'node:os';
import { DLCodeGenError, fail, ok, type Result } from '../core/index.ts';
import type { LanguageModel, Question, Reply } from './model.ts';

/** What is used of node-llama-cpp, which is no dependency: it is taken where it is installed. */
interface LlamaPackage {
  readonly getLlama: (options: object) => Promise<Llama>;
  readonly LlamaChatSession: new (options: object) => ChatSession;
}
interface Llama {
  readonly loadModel: (options: object) => Promise<LlamaModel>;
  readonly createGrammarForJsonSchema: (schema: object) => Promise<object>;
}
interface LlamaModel {
  readonly createContext: (options: object) => Promise<LlamaContext>;
  readonly tokenize: (text: string) => readonly number[];
}
interface LlamaContext {
  readonly contextSize: number;
  readonly getSequence: () => object;
  readonly dispose: () => Promise<void>;
}
interface ChatSession {
  readonly promptWithMeta: (
    prompt: string,
    options: object,
  ) => Promise<{ readonly responseText: string; readonly stopReason: string }>;
}

export interface GgufOptions {
  readonly file: string;
  readonly threads: number | null;
  readonly timeoutMs: number;
  /** Most tokens of a question and its reply together. */
  readonly contextTokens: number;
}

/**
 * A model in a GGUF file, run on this machine by node-llama-cpp.
 * Errors: BAD_INPUT (no such file), ENVIRONMENT (node-llama-cpp is not installed, or cannot load the file).
 */
export async function ggufModel(options: GgufOptions): Promise<LanguageModel> {
  const { file, threads, contextTokens } = options;
  if (!existsSync(file))
    throw new DLCodeGenError('BAD_INPUT', `expected a GGUF file at ${file}, found none`);
  const llamaPackage = await loadPackage();
  const llama = await llamaPackage.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: 'error',
    maxThreads: threads ?? os.availableParallelism(),
  });
  const model = await llama.loadModel({ modelPath: file }).catch((cause: unknown) => {
    throw new DLCodeGenError('ENVIRONMENT', `the model in ${file} cannot be loaded`, { cause });
  });
  // One context at a time: a second one would double the memory and share the cores.
  let last: Promise<unknown> = Promise.resolve();
  const name = `gguf:${file.split('/').at(-1)}`;
  return {
    name,
    isHosted: false,
    ask: async (question, signal) => {
      const turn = last.then(() => answer(question, signal));
      last = turn.catch(() => null);
      return turn;
    },
  };

  async function answer(
    question: Question,
    signal: AbortSignal | undefined,
  ): Promise<Result<Reply>> {
    const started = performance.now();
    const { system, prompt, begun, sampling, schema } = question;
    const asked =
      begun === undefined
        ? prompt
        : `${prompt}\n\nContinue this reply exactly where it stops:\n${begun}`;
    const input = model.tokenize(system + asked).length;
    if (input + 256 > contextTokens)
      return fail({
        code: 'PROVIDER_LIMIT',
        path: question.stage,
        message: `the question has ${input} tokens, the context ${contextTokens}`,
      });
    const context = await model.createContext({
      contextSize: contextTokens,
      threads: threads ?? os.availableParallelism(),
    });
    const timeout = AbortSignal.timeout(options.timeoutMs);
    try {
      const session = new llamaPackage.LlamaChatSession({
        contextSequence: context.getSequence(),
        systemPrompt: system,
      });
      const { responseText, stopReason } = await session.promptWithMeta(asked, {
        temperature: sampling.temperature,
        maxTokens: Math.min(sampling.replyTokens, contextTokens - input - 64),
        ...(sampling.topP === null ? {} : { topP: sampling.topP }),
        seed: sampling.seed ?? seedOf(asked),
        ...(schema === undefined
          ? {}
          : { grammar: await llama.createGrammarForJsonSchema(schema) }),
        signal: AbortSignal.any([timeout, ...(signal === undefined ? [] : [signal])]),
        stopOnAbortSignal: true,
      });
      if (signal?.aborted === true) throw new DLCodeGenError('INTERRUPTED', 'interrupted');
      if (responseText.trim() === '')
        return fail({
          code: 'REPLY_EMPTY',
          path: question.stage,
          message: 'the reply holds no text',
        });
      const usage = { input, output: model.tokenize(responseText).length };
      const isCut = timeout.aborted || stopReason === 'maxTokens';
      const ms = Math.round(performance.now() - started);
      return ok({
        text: responseText,
        finish: isCut ? 'length' : 'stop',
        usage,
        cost: 0,
        warnings: [],
        ms,
        isCached: false,
      });
    } finally {
      await context.dispose();
    }
  }
}

async function loadPackage(): Promise<LlamaPackage> {
  // Not a literal: the package is none of this project's dependencies, so there are no types to find.
  const name: string = 'node-llama-cpp';
  try {
    return (await import(name)) as LlamaPackage;
  } catch (cause) {
    throw new DLCodeGenError(
      'ENVIRONMENT',
      'gguf: needs node-llama-cpp; install it: npm i --omit=optional node-llama-cpp@3.21.1 @node-llama-cpp/linux-x64@3.21.1',
      { cause },
    );
  }
}

/** The same question draws the same reply where nobody gives a seed. */
function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}
