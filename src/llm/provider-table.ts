import type { SdkModel } from './hosted-model.ts';

/** What a provider needs and takes. */
export interface Provider {
  /** Environment variable of the key; null where none is needed. */
  readonly keyVariable: string | null;
  /** Whether a server must be named by `--base-url`. */
  readonly needsBaseUrl: boolean;
  readonly maxTemperature: number;
  readonly takesSeed: boolean;
  /** Whether a reply can be held to a JSON Schema. */
  readonly takesSchema: boolean;
  /** Loads the provider's package; null where the model is not reached through the AI SDK. */
  readonly connect: ((access: Access) => Promise<SdkModel>) | null;
}

export interface Access {
  readonly name: string;
  readonly key: string | null;
  readonly baseUrl: string | null;
}

export type ProviderName =
  | 'openai'
  | 'deepseek'
  | 'anthropic'
  | 'openai-compatible'
  | 'gguf'
  | 'recorded';

/** Every provider; its package is loaded when a model of it is opened. */
export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
  openai: {
    keyVariable: 'OPENAI_API_KEY',
    needsBaseUrl: false,
    maxTemperature: 2,
    takesSeed: true,
    takesSchema: true,
    connect: async ({ name, key, baseUrl }) => {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return createOpenAI({ ...settings(key, baseUrl) }).chat(name);
    },
  },
  deepseek: {
    keyVariable: 'DEEPSEEK_API_KEY',
    needsBaseUrl: false,
    maxTemperature: 2,
    takesSeed: false,
    takesSchema: false,
    connect: async ({ name, key, baseUrl }) => {
      const { createDeepSeek } = await import('@ai-sdk/deepseek');
      return createDeepSeek({ ...settings(key, baseUrl) })(name);
    },
  },
  anthropic: {
    keyVariable: 'ANTHROPIC_API_KEY',
    needsBaseUrl: false,
    maxTemperature: 1,
    takesSeed: false,
    takesSchema: false,
    connect: async ({ name, key, baseUrl }) => {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic({ ...settings(key, baseUrl) })(name);
    },
  },
  'openai-compatible': {
    keyVariable: null,
    needsBaseUrl: true,
    maxTemperature: 2,
    takesSeed: true,
    takesSchema: false,
    connect: async ({ name, key, baseUrl }) => {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({
        name: 'local',
        baseURL: baseUrl ?? '',
        includeUsage: true,
        ...(key === null ? {} : { apiKey: key }),
      })(name);
    },
  },
  gguf: {
    keyVariable: null,
    needsBaseUrl: false,
    maxTemperature: 2,
    takesSeed: true,
    takesSchema: true,
    connect: null,
  },
  recorded: {
    keyVariable: null,
    needsBaseUrl: false,
    maxTemperature: 2,
    takesSeed: true,
    takesSchema: true,
    connect: null,
  },
};

export function isProviderName(text: string): text is ProviderName {
  return Object.hasOwn(PROVIDERS, text);
}

function settings(
  key: string | null,
  baseUrl: string | null,
): { readonly apiKey?: string; readonly baseURL?: string } {
  return {
    ...(key === null ? {} : { apiKey: key }),
    ...(baseUrl === null ? {} : { baseURL: baseUrl }),
  };
}
