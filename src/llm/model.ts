import type { Result } from '../core/index.ts';

/** How a reply is drawn. A value that a provider does not take is left out, with a warning in the reply. */
export interface Sampling {
  /** 0 is greedy; the paper's baselines use 0, DLCodeGen 1.5 (IV-B). */
  readonly temperature: number;
  readonly topP: number | null;
  readonly seed: number | null;
  /** Most tokens of one reply. */
  readonly replyTokens: number;
}

/** A JSON Schema as providers take it: objects with all properties required, lists, and types or null. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One question to a language model. */
export interface Question {
  /** The stage that asks, e.g. `code-rag`; it stands in the run's events. */
  readonly stage: string;
  readonly system: string;
  readonly prompt: string;
  readonly sampling: Sampling;
  /** The reply so far, which the model continues. */
  readonly begun?: string;
  /** JSON Schema of the reply, which providers that can hold it to. */
  readonly schema?: JsonSchema;
}

/** Tokens as the provider counts them. */
export interface Usage {
  readonly input: number;
  readonly output: number;
}

export interface Reply {
  readonly text: string;
  /** `length`: the token limit cut the reply. */
  readonly finish: 'stop' | 'length';
  /** null where the provider does not state it. */
  readonly usage: Usage | null;
  /** US dollars; null where usage or price is unknown. */
  readonly cost: number | null;
  readonly warnings: readonly string[];
  readonly ms: number;
  /** Whether the reply was read from the cache. */
  readonly isCached: boolean;
}

/**
 * A language model. `ask` never throws for what a provider does. Issues: PROVIDER_AUTH, PROVIDER_LIMIT, PROVIDER_REFUSED (the question), PROVIDER_FAILED,
 * REPLY_EMPTY, REPLY_REFUSED, REPLY_CUT, REPLY_TOO_LONG, REPLY_NOT_RECORDED, BUDGET.
 * Errors: INTERRUPTED when `signal` is aborted.
 */
export interface LanguageModel {
  /** `PROVIDER:NAME`, as it stands in rows and manifests. */
  readonly name: string;
  /** The server's address without credentials, where one is named: its models may have any other server's names. */
  readonly server?: string;
  /** Whether questions leave this machine. */
  readonly isHosted: boolean;
  readonly ask: (question: Question, signal?: AbortSignal) => Promise<Result<Reply>>;
}
