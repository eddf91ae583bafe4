import type { SdkModel } from './hosted-model.ts';

/** What a provider needs and takes. */
export interface Provider {
  /** Environment variable of the key; null where none is needed. */
  readonly keyVariable: string | null;
  /** Whether a server must be named by `--base-url`. */
  readonly needsBaseUrl?: true;
  readonly maxTemperature: number;
  readonly takesSeed: boolean;
  /** Whether it holds a reply to a JSON Schema. */
  readonly takesSchema: boolean;
  /** Questions asked at once where nobody says otherwise. */
  readonly callsAtOnce: number;
  /** Loads the provider's package; null where the model is not reached through the AI SDK. */
  readonly connect: ((name: string, access: Access) => Promise<SdkModel>) | null;
}

/** What the packages of providers are given; absent where nothing is stated. */
export interface Access {
  readonly apiKey?: string;
  readonly baseURL?: string;
}

export type ProviderName =
  | 'openai'
  | 'deepseek'
  | 'anthropic'
  | 'openai-compatible'
  | 'gguf'
  | 'recorded';

/** Far below the limits of the smallest accounts, which are stated in calls a minute. */
const HOSTED_CALLS = 4;

const ON_THIS_MACHINE: Provider = {
  keyVariable: null,
  maxTemperature: 2,
  takesSeed: true,
  takesSchema: true,
  callsAtOnce: 1,
  connect: null,
};

/** Every provider; its package is loaded when a model of it is opened. */
export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
  openai: {
    keyVariable: 'OPENAI_API_KEY',
    maxTemperature: 2,
    takesSeed: true,
    takesSchema: true,
    callsAtOnce: HOSTED_CALLS,
    connect: async (name, access) =>
      (await import('@ai-sdk/openai')).createOpenAI(access).chat(name),
  },
  deepseek: {
    keyVariable: 'DEEPSEEK_API_KEY',
    maxTemperature: 2,
    takesSeed: false,
    takesSchema: false,
    callsAtOnce: HOSTED_CALLS,
    connect: async (name, access) =>
      (await import('@ai-sdk/deepseek')).createDeepSeek(access)(name),
  },
  anthropic: {
    keyVariable: 'ANTHROPIC_API_KEY',
    maxTemperature: 1,
    takesSeed: false,
    takesSchema: false,
    callsAtOnce: HOSTED_CALLS,
    connect: async (name, access) =>
      (await import('@ai-sdk/anthropic')).createAnthropic(access)(name),
  },
  'openai-compatible': {
    keyVariable: null,
    needsBaseUrl: true,
    maxTemperature: 2,
    takesSeed: true,
    takesSchema: true,
    callsAtOnce: HOSTED_CALLS,
    connect: async (name, { apiKey, baseURL = '' }) => {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const key = apiKey === undefined ? {} : { apiKey };
      const options = {
        name: 'local',
        baseURL,
        includeUsage: true,
        supportsStructuredOutputs: true,
      };
      return createOpenAICompatible({ ...options, ...key })(name);
    },
  },
  gguf: ON_THIS_MACHINE,
  recorded: ON_THIS_MACHINE,
};

export function isProviderName(text: string): text is ProviderName {
  return Object.hasOwn(PROVIDERS, text);
}
