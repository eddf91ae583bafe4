import { DLCodeGenError } from '../core/index.ts';
import type { ModelName } from './model-name.ts';
import type { Usage } from './model.ts';

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

interface PriceRow extends Price {
  /** `PROVIDER:NAME`, without the date of a release. */
  readonly model: string;
  /** Day the price was read (YYYY-MM-DD), and where. */
  readonly date: string;
  readonly source: string;
}

const OPENAI = {
  date: '2026-04-05',
  source: 'a catalogue that quotes platform.openai.com/docs/pricing',
};
/** The dearer of two prices where they change with the time of day. */
const DEEPSEEK = {
  date: '2026-10-27',
  source: 'api-docs.deepseek.com, Models & Pricing, peak hours',
};

/** Known prices. Others are given by `--price`. */
export const PRICES: readonly PriceRow[] = [
  { model: 'openai:gpt-4o-mini', input: 0.15, output: 0.6, ...OPENAI },
  { model: 'openai:gpt-4o', input: 2.5, output: 10, ...OPENAI },
  { model: 'openai:gpt-4.1-mini', input: 0.4, output: 1.6, ...OPENAI },
  { model: 'openai:gpt-4.1', input: 2, output: 8, ...OPENAI },
  { model: 'deepseek:deepseek-flash', input: 0.3, output: 1.2, ...DEEPSEEK },
  { model: 'deepseek:deepseek-v4-pro', input: 1.32, output: 3.96, ...DEEPSEEK },
];

const FREE: Price = { input: 0, output: 0 };
/** A dated release costs what its model costs. */
const RELEASE = /-\d[\d-]*$/;

/** What a model costs; null where nobody said. One on this machine costs nothing. */
export function priceOf({ provider, name }: ModelName, isHosted: boolean): Price | null {
  if (!isHosted) return FREE;
  const model = `${provider}:${name}`;
  return (
    PRICES.find((row) => row.model === model || row.model === model.replace(RELEASE, '')) ?? null
  );
}

/** `IN,OUT` in US dollars for a million tokens. Errors: USAGE. */
export function parsePrice(text: string): Price {
  const [input, output, ...rest] = text.split(',').map(Number);
  if (
    input === undefined ||
    output === undefined ||
    rest.length > 0 ||
    !(input >= 0) ||
    !(output >= 0)
  )
    throw new DLCodeGenError(
      'USAGE',
      `--price must be IN,OUT in US dollars for a million tokens, received "${text}"`,
    );
  return { input, output };
}

/** US dollars. */
export function costOf(usage: Usage, price: Price): number {
  return (usage.input * price.input + usage.output * price.output) / 1e6;
}
