import { DLCodeGenError } from '../core/index.ts';
import { withBudget, type Limits } from './budget.ts';
import { withCallLimit } from './limit-calls.ts';
import type { LanguageModel } from './model.ts';
import type { ModelName } from './model-name.ts';
import type { Price } from './price-table.ts';
import { PROVIDERS } from './provider-table.ts';
import { withCache } from './reply-cache.ts';

export interface ModelOptions extends Limits {
  readonly model: ModelName;
  /** The server's address; needed where the provider has none of its own. */
  readonly baseUrl: string | null;
  /** null where it is not known. */
  readonly price: Price | null;
  readonly timeoutMs: number;
  readonly retries: number;
  /** Threads of a model on this machine; null for one a core. */
  readonly threads: number | null;
  readonly contextTokens: number;
  /** Where questions and replies are kept; null keeps none. */
  readonly cache: { readonly folder: string; readonly isRead: boolean } | null;
  /** Questions asked at once; further ones wait. */
  readonly callsAtOnce: number;
  /** Where keys are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens a model: its package is loaded now and not before. A reply from the cache uses up no budget.
 * Errors: USAGE (no base URL, limits that cannot be held), PROVIDER (no key), BAD_INPUT, ENVIRONMENT.
 */
export async function openModel(options: ModelOptions): Promise<LanguageModel> {
  const { price, cache, callsAtOnce } = options;
  const opened = withCallLimit(await connect(options), callsAtOnce);
  const held = withBudget(opened, price, options);
  return cache === null ? held : withCache(held, cache);
}

async function connect(options: ModelOptions): Promise<LanguageModel> {
  const { model, baseUrl, timeoutMs, retries, environment } = options;
  const provider = PROVIDERS[model.provider];
  if (provider.connect === null) return openHere(options);
  const key = environment['DLCODEGEN_API_KEY'] ?? environment[provider.keyVariable ?? ''] ?? null;
  if (provider.keyVariable !== null && (key === null || key === ''))
    throw new DLCodeGenError(
      'PROVIDER',
      `${model.provider} needs a key in ${provider.keyVariable}, found none`,
    );
  if (provider.needsBaseUrl === true && baseUrl === null)
    throw new DLCodeGenError(
      'USAGE',
      `${model.provider} needs --base-url, e.g. http://127.0.0.1:11434/v1`,
    );
  const { hostedModel } = await import('./hosted-model.ts');
  return hostedModel({
    name: `${model.provider}:${model.name}`,
    ...(baseUrl === null ? {} : { server: addressOf(baseUrl) }),
    isHosted: isHosted(model, baseUrl),
    provider,
    key,
    model: await provider.connect(model.name, {
      ...(key === null ? {} : { apiKey: key }),
      ...(baseUrl === null ? {} : { baseURL: baseUrl }),
    }),
    timeoutMs,
    retries,
  });
}

/** The address of a server without credentials. */
function addressOf(baseUrl: string): string {
  const address = new URL(baseUrl);
  return `${address.origin}${address.pathname}`;
}

/** A model that this process runs or reads by itself. */
async function openHere({
  model: { provider, name },
  threads,
  timeoutMs,
  contextTokens,
}: ModelOptions): Promise<LanguageModel> {
  if (provider === 'recorded') return (await import('./recorded-model.ts')).recordedModel(name);
  const { ggufModel } = await import('./gguf-model.ts');
  return ggufModel({ file: name, threads, timeoutMs, contextTokens });
}

/** Questions that a model is asked at once where nobody says otherwise. */
export function usualCallsAtOnce({ provider }: ModelName): number {
  return PROVIDERS[provider].callsAtOnce;
}

/** Whether questions to a model leave this machine. Errors: USAGE (a base URL that is no address). */
export function isHosted({ provider }: ModelName, baseUrl: string | null): boolean {
  if (PROVIDERS[provider].connect === null) return false;
  if (baseUrl === null) return true;
  const address = URL.parse(baseUrl);
  if (address === null)
    throw new DLCodeGenError(
      'USAGE',
      `--base-url must be an address such as http://127.0.0.1:8080/v1, received "${baseUrl}"`,
    );
  return !['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
}
