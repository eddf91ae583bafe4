import path from 'node:path';
import { cacheFolder, DLCodeGenError } from '../core/index.ts';
import {
  costOf,
  isHosted,
  openModel,
  parseModelName,
  parsePrice,
  previewModel,
  priceOf,
  usualCallsAtOnce,
  type LanguageModel,
} from '../llm/index.ts';
import type { Writer } from '../pipeline/index.ts';
import { countOf, textOf, type OptionName, type OptionValues } from './options.ts';

/** A third of the context is left for each of: what is shown, the rest of the question, the reply. */
const PARTS_OF_CONTEXT = 3;

/** A writer with what a command says of it. */
export interface CommandWriter extends Writer {
  /** Most tokens of one program that is shown to the model. */
  readonly exampleTokens: number;
  /** Whether the model is told values of the user's data. */
  readonly sharesValues: boolean;
  /** Questions asked at once; further ones wait. */
  readonly callsAtOnce: number;
  /** What a dry run would have asked. */
  readonly estimate: () => Estimate;
}

export interface Estimate {
  readonly model: string;
  readonly isHosted: boolean;
  readonly tokens: number;
  /** US dollars; null where the price is not known. */
  readonly cost: number | null;
  readonly questions: readonly { readonly stage: string; readonly prompt: string }[];
}

/**
 * The model of a command line with its sampling; null for the builtin stages. A dry run opens no model.
 * Errors: those of `openModel`, USAGE.
 */
export async function writerFrom(
  values: OptionValues,
  seed: number | null,
  signal: AbortSignal,
): Promise<CommandWriter | null> {
  const text = textOf(values, 'model') ?? 'builtin';
  if (text === 'builtin') return null;
  const name = parseModelName(text);
  const contextTokens = wholeOf(values, 'context-tokens') ?? 32_768;
  const baseUrl = textOf(values, 'base-url') ?? null;
  const stated = textOf(values, 'price');
  const hosted = isHosted(name, baseUrl);
  const price = stated === undefined ? priceOf(name, hosted) : parsePrice(stated);
  const callsAtOnce = countOf(values, 'calls-at-once', usualCallsAtOnce(name));
  const preview = previewModel(text, hosted);
  const isDry = values['dry-run'] === true;
  const model: LanguageModel = isDry
    ? preview
    : await openModel({
        model: name,
        baseUrl,
        price,
        maxCost: numberOf(values, 'max-cost'),
        maxTokens: wholeOf(values, 'max-tokens'),
        timeoutMs: (wholeOf(values, 'timeout') ?? 600) * 1000,
        retries: wholeOf(values, 'retries') ?? 2,
        threads: wholeOf(values, 'threads'),
        contextTokens,
        callsAtOnce,
        cache: {
          folder: path.join(cacheFolder(), 'replies'),
          isRead: values['no-cache'] !== true,
        },
        environment: process.env,
      });
  return {
    model,
    sampling: {
      topP: numberOf(values, 'top-p'),
      seed,
      replyTokens: wholeOf(values, 'reply-tokens') ?? Math.floor(contextTokens / PARTS_OF_CONTEXT),
    },
    temperature: numberOf(values, 'temperature'),
    exampleTokens: Math.floor(contextTokens / PARTS_OF_CONTEXT),
    sharesValues: values['share-samples'] === true,
    callsAtOnce,
    estimate: () => {
      const usage = preview.usage();
      return {
        model: text,
        isHosted: preview.isHosted,
        tokens: usage.input + usage.output,
        cost: price === null ? null : costOf(usage, price),
        questions: preview.questions.map(({ stage, prompt }) => ({ stage, prompt })),
      };
    },
    signal,
  };
}

function numberOf(values: OptionValues, name: OptionName): number | null {
  const text = textOf(values, name);
  if (text === undefined) return null;
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Number(text);
  throw new DLCodeGenError('USAGE', `--${name} must be a number of 0 or more, received "${text}"`);
}

function wholeOf(values: OptionValues, name: OptionName): number | null {
  const value = numberOf(values, name);
  if (value === null || Number.isInteger(value)) return value;
  throw new DLCodeGenError('USAGE', `--${name} must be a whole number, received "${value}"`);
}
