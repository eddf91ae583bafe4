import {
  APICallError,
  RetryError,
  streamText,
  wrapLanguageModel,
  type LanguageModel as AnySdkModel,
} from 'ai';
import { DLCodeGenError, fail, ok, type Result } from '../core/index.ts';
import type { JsonSchema, LanguageModel, Question, Reply, Usage } from './model.ts';
import type { Provider } from './provider-table.ts';
import { redactKeys } from './redact.ts';

/** A reply of more characters is not read to its end; the longest program of the pool has 25,000. */
const MOST_CHARACTERS = 400_000;

const CONTINUE =
  'Continue exactly where your reply stopped. Do not repeat anything and do not explain.';

/** A model of the SDK; never a bare name, which would go to a hosted gateway. */
export type SdkModel = Exclude<AnySdkModel, string>;

export interface HostedOptions {
  readonly name: string;
  readonly server?: string;
  readonly isHosted: boolean;
  readonly provider: Pick<Provider, 'maxTemperature' | 'takesSeed' | 'takesSchema'>;
  /** Never repeated in what comes back; null where none is sent. */
  readonly key: string | null;
  readonly model: SdkModel;
  /** Milliseconds that one question may take, retries included. */
  readonly timeoutMs: number;
  /** Retries of a failed request; the SDK waits as Retry-After says. */
  readonly retries: number;
}

/** A model behind the AI SDK: the reply is read as a stream, so that its length is bounded and it can be cancelled. */
export function hostedModel(options: HostedOptions): LanguageModel {
  return {
    name: options.name,
    ...(options.server === undefined ? {} : { server: options.server }),
    isHosted: options.isHosted,
    ask: async (question, signal) => {
      if (question.schema === undefined || !options.provider.takesSchema)
        return askOnce(question, options, signal);
      const model = withSchema(options.model, question.schema);
      const reply = await askOnce(question, { ...options, model }, signal);
      if (reply.ok || reply.issues[0]?.code !== 'PROVIDER_REFUSED') return reply;
      const plain = await askOnce(question, options, signal);
      if (!plain.ok) return plain;
      return ok({ ...plain.value, warnings: [...plain.value.warnings, NO_SCHEMA] });
    },
  };
}

const NO_SCHEMA = 'the provider refused a JSON Schema of the reply; it was asked without';

/** The model held to a JSON Schema, as `response_format` of the OpenAI protocol. */
function withSchema(model: SdkModel, schema: JsonSchema): SdkModel {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      transformParams: async ({ params }) => ({
        ...params,
        responseFormat: { type: 'json', name: 'reply', schema },
      }),
    },
  });
}

async function askOnce(
  question: Question,
  { provider, key, model, timeoutMs, retries }: HostedOptions,
  signal: AbortSignal | undefined,
): Promise<Result<Reply>> {
  const started = performance.now();
  const tooLong = new AbortController();
  const timeout = AbortSignal.timeout(timeoutMs);
  const signals = [tooLong.signal, timeout, ...(signal === undefined ? [] : [signal])];
  const { taken, warnings } = fitSampling(question, provider);
  let text = '';
  let usage: Usage | null = null;
  let finish: string | null = null;
  let failure: unknown = null;
  try {
    const { stream } = streamText({
      model,
      system: question.system,
      messages: [
        { role: 'user', content: question.prompt },
        ...(question.begun === undefined
          ? []
          : [
              { role: 'assistant' as const, content: question.begun },
              { role: 'user' as const, content: CONTINUE },
            ]),
      ],
      ...taken,
      maxRetries: retries,
      abortSignal: AbortSignal.any(signals),
      onError: () => {},
    });
    for await (const part of stream) {
      if (part.type === 'text-delta') text += part.text;
      else if (part.type === 'start-step')
        warnings.push(...part.warnings.map((warning) => redactKeys(describeWarning(warning), key)));
      else if (part.type === 'finish-step') {
        const { inputTokens, outputTokens } = part.usage;
        if (inputTokens !== undefined && outputTokens !== undefined)
          usage = { input: inputTokens, output: outputTokens };
        finish = part.finishReason;
      } else if (part.type === 'error') failure = part.error;
      if (text.length > MOST_CHARACTERS) tooLong.abort();
    }
  } catch (error) {
    failure = error;
  }
  if (signal?.aborted === true) throw new DLCodeGenError('INTERRUPTED', 'interrupted');
  if (tooLong.signal.aborted)
    return issue('REPLY_TOO_LONG', `more than ${MOST_CHARACTERS} characters`);
  if (timeout.aborted) return issue('PROVIDER_FAILED', `no reply within ${timeoutMs / 1000} s`);
  if (failure !== null) return fail(describeFailure(failure, key));
  if (finish === 'content-filter') return issue('REPLY_REFUSED', 'the provider filtered the reply');
  if (finish !== 'stop' && finish !== 'length')
    return issue(
      'REPLY_CUT',
      `the reply ended after ${text.length} characters without its end mark`,
    );
  if (text.trim() === '') return issue('REPLY_EMPTY', 'the reply holds no text');
  const ms = Math.round(performance.now() - started);
  return ok({ text, finish, usage, cost: null, warnings, ms, isCached: false });
}

/** The sampling that the provider takes; a warning for what was changed or left out. */
function fitSampling(
  { sampling }: Question,
  provider: HostedOptions['provider'],
): {
  readonly taken: { temperature: number; maxOutputTokens: number; topP?: number; seed?: number };
  readonly warnings: string[];
} {
  const { temperature, topP, seed, replyTokens } = sampling;
  const warnings: string[] = [];
  if (temperature > provider.maxTemperature)
    warnings.push(
      `temperature ${temperature} is above the provider's limit: ${provider.maxTemperature}`,
    );
  if (seed !== null && !provider.takesSeed) warnings.push('the provider takes no seed');
  return {
    taken: {
      temperature: Math.min(temperature, provider.maxTemperature),
      maxOutputTokens: replyTokens,
      ...(topP === null ? {} : { topP }),
      ...(seed !== null && provider.takesSeed ? { seed } : {}),
    },
    warnings,
  };
}

function describeWarning(warning: {
  readonly type: string;
  readonly feature?: string;
  readonly message?: string;
}): string {
  return warning.message ?? `the provider does not take ${warning.feature ?? warning.type}`;
}

/** An error of the SDK as an issue; of what the provider sent, only the status and a redacted message are kept. */
function describeFailure(
  error: unknown,
  key: string | null,
): { code: string; path: string; message: string } {
  const last = RetryError.isInstance(error) ? error.lastError : error;
  const status = APICallError.isInstance(last) ? last.statusCode : undefined;
  const code =
    status === 401 || status === 403
      ? 'PROVIDER_AUTH'
      : status === 429
        ? 'PROVIDER_LIMIT'
        : status === 400 || status === 422
          ? 'PROVIDER_REFUSED'
          : 'PROVIDER_FAILED';
  const words = last instanceof Error ? last.message : String(last);
  const message = redactKeys(words, key).slice(0, 300);
  return {
    code,
    path: '',
    message: status === undefined ? message : `status ${status}: ${message}`,
  };
}

function issue(code: string, message: string): Result<never> {
  return fail({ code, path: '', message });
}
