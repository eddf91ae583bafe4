import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DLCodeGenError } from '../core/index.ts';

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly placeholder?: string;
  readonly values?: readonly string[];
  readonly help: string;
  /** Only a person at the command line may say it: no environment twin, no config key. */
  readonly flagOnly?: boolean;
}

/** Every option of every command; each has the twin `DLCODEGEN_NAME` and the config key of the same name. */
export const OPTIONS = {
  attributes: { type: 'string', placeholder: 'TEXT|@FILE', help: 'what the data are, in words' },
  data: { type: 'string', placeholder: 'PATH', help: 'your data: a file or a folder' },
  target: { type: 'string', placeholder: 'NAME', help: 'the column to predict, or several: A,B' },
  plan: { type: 'string', placeholder: 'FILE', help: 'use this plan instead of predicting one' },
  output: { type: 'string', short: 'o', placeholder: 'PATH', help: 'where to write' },
  batch: { type: 'string', placeholder: 'IN.jsonl', help: 'one requirement a line' },
  method: {
    type: 'string',
    placeholder: 'NAME',
    help: 'dlcodegen (default), code-rag, template-rag; with --model also dlcodegen-fill, direct, ps, c-cot, cedar, ...',
  },
  model: {
    type: 'string',
    placeholder: 'MODEL',
    help: 'builtin (default), or PROVIDER:NAME: openai, deepseek, anthropic, openai-compatible, gguf, recorded',
  },
  'base-url': { type: 'string', placeholder: 'URL', help: "the model server's address" },
  temperature: { type: 'string', placeholder: 'T', help: "in place of the method's own" },
  'top-p': { type: 'string', placeholder: 'P', help: 'nucleus sampling' },
  'reply-tokens': { type: 'string', placeholder: 'N', help: 'most tokens of one reply' },
  'context-tokens': {
    type: 'string',
    placeholder: 'N',
    help: 'most tokens of a question and its reply (default 32768)',
  },
  'max-tokens': { type: 'string', placeholder: 'N', help: 'most tokens of the run' },
  'max-cost': { type: 'string', placeholder: 'USD', help: 'most US dollars of the run' },
  price: {
    type: 'string',
    placeholder: 'IN,OUT',
    help: 'US dollars for a million tokens, read and written',
  },
  timeout: { type: 'string', placeholder: 'S', help: 'seconds a reply may take (default 600)' },
  retries: { type: 'string', placeholder: 'N', help: 'of a failed request (default 2)' },
  threads: { type: 'string', placeholder: 'N', help: 'of a model on this machine' },
  'calls-at-once': {
    type: 'string',
    placeholder: 'N',
    help: 'questions asked at once (default 4; 1 for a model on this machine)',
  },
  'share-samples': {
    type: 'boolean',
    help: 'tell the model least, greatest and mean values of your columns too',
  },
  'no-cache': { type: 'boolean', help: 'ask again what was answered before' },
  runs: {
    type: 'string',
    placeholder: 'DIR',
    help: 'where runs are recorded (default: runs in your data folder)',
  },
  'max-repairs': {
    type: 'string',
    placeholder: 'N',
    help: 'repairs of a failing project (default 1; 3 with --model)',
  },
  verify: {
    type: 'string',
    values: ['none', 'static', 'smoke', 'full'],
    placeholder: 'LEVEL',
    help: 'none, static (no Python), smoke (default: S0-S6), full (and S7 on --data)',
  },
  seed: { type: 'string', placeholder: 'N', help: 'same seed, same bytes (default 42)' },
  force: { type: 'boolean', help: 'replace what is there' },
  'dry-run': { type: 'boolean', help: 'say what would be done and what it takes, write nothing' },
  yes: { type: 'boolean', help: 'ask nothing, take the defaults' },
  unsandboxed: { type: 'boolean', flagOnly: true, help: 'run generated code without a sandbox' },
  references: { type: 'string', placeholder: 'PATH', help: 'what the scored should be like' },
  candidates: { type: 'string', placeholder: 'DIR', help: 'programs, named as their references' },
  predictions: { type: 'string', placeholder: 'P.jsonl', help: 'plans, a line for a reference' },
  compatibility: {
    type: 'string',
    values: ['none', 'codebleu-0.7'],
    placeholder: 'NAME',
    help: 'none (default), or codebleu-0.7: repeat the habits of that package',
  },
  tasks: {
    type: 'string',
    placeholder: 'DIR',
    help: 'evaluated tasks: folders with requirement.json, or a file with one a line',
  },
  outputs: { type: 'string', placeholder: 'DIR', help: 'outputs made elsewhere, to score too' },
  training: { type: 'string', placeholder: 'FILE', help: 'plans a predictor learnt from (audit)' },
  only: { type: 'string', placeholder: 'ID,ID', help: 'these tasks alone' },
  jobs: { type: 'string', placeholder: 'N', help: 'how many at once (default: one a core)' },
  queue: {
    type: 'string',
    placeholder: 'REDIS',
    help: 'redis://[USER:PASSWORD@]HOST[:PORT][/NUMBER], rediss:// for TLS: many machines share the work',
  },
  threshold: {
    type: 'string',
    placeholder: 'J',
    help: 'programs that share this much of their code, 0.5-1, are one (default 0.8)',
  },
  sources: {
    type: 'string',
    placeholder: 'FILE',
    help: 'a list of inputs, JSON lines or tab-separated: path and, where known, licence and date',
  },
  inputs: {
    type: 'string',
    placeholder: 'DIR',
    help: 'the folder below which the inputs of corpus mine --queue lie; each worker names its own copy',
  },
  pool: {
    type: 'string',
    placeholder: 'DIR',
    help: 'your own programs, beside those that ship (pool add and list: default pool in your data folder)',
  },
  licence: {
    type: 'string',
    placeholder: 'SPDX',
    help: 'the licence of the program, as SPDX writes it: MIT, Apache-2.0, ...',
  },
  count: {
    type: 'string',
    placeholder: 'N',
    help: 'most programs that a model is asked about (default 100)',
  },
  'evaluation-after': {
    type: 'string',
    placeholder: 'DATE',
    help: 'what last ran after this day, YYYY-MM-DD, is the evaluation split (default: none)',
  },
  'validation-share': {
    type: 'string',
    placeholder: 'S',
    help: 'share of the other programs for validation, 0-0.5 (default 0.1)',
  },
  'with-code': { type: 'boolean', help: 'write the code of the programs too' },
  raters: { type: 'string', placeholder: 'N', help: 'people who judge (default 4)' },
  preset: {
    type: 'string',
    values: ['default', 'paper', 'artifact'],
    placeholder: 'NAME',
    help: 'default, paper, artifact: how the predictor is trained',
  },
  engine: {
    type: 'string',
    values: ['onnx', 'torch'],
    placeholder: 'NAME',
    help: 'onnx (default), or torch: PyTorch in --jobs processes',
  },
  checkpoint: {
    type: 'string',
    placeholder: 'DIR',
    help: 'a trained or imported GPT-2: training starts from it, evaluation measures it in place of the shipped one',
  },
  'fetch-weights': {
    type: 'boolean',
    help: 'download into the cache the weights of the backbones (of all without names) and presets of text encoders named',
  },
  'weights-mirror': {
    type: 'string',
    placeholder: 'URL',
    help: 'where they come from instead of storage.googleapis.com; the paths below are the same',
  },
  python: { type: 'string', placeholder: 'PATH', help: 'a Python that has PyTorch (python3)' },
  json: { type: 'boolean', help: 'print JSON' },
  quiet: { type: 'boolean', help: 'no progress' },
  verbose: { type: 'boolean', help: 'traces and timings' },
  config: { type: 'string', placeholder: 'FILE', flagOnly: true, help: 'JSON file with options' },
  help: { type: 'boolean', short: 'h', flagOnly: true, help: 'this text' },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;
export type OptionValues = Readonly<Partial<Record<OptionName, string | boolean>>>;

/** Options of every command that can ask a language model. */
export const MODEL_OPTIONS = [
  'model',
  'base-url',
  'temperature',
  'top-p',
  'reply-tokens',
  'context-tokens',
  'max-tokens',
  'max-cost',
  'price',
  'timeout',
  'retries',
  'threads',
  'calls-at-once',
  'share-samples',
  'no-cache',
  'runs',
] as const satisfies readonly OptionName[];

/** What every command takes beside its own options. */
export const COMMON_OPTIONS: readonly OptionName[] = ['json', 'quiet', 'verbose', 'config', 'help'];

export interface ParsedLine {
  readonly positionals: readonly string[];
  readonly values: OptionValues;
}

/**
 * Options by weight: flags, then environment, then the config file; an unknown one is an error.
 * Errors: USAGE (what was received and what is known).
 */
export function parseLine(
  args: readonly string[],
  names: readonly OptionName[],
  environment: NodeJS.ProcessEnv,
): ParsedLine {
  const known = [...names, ...COMMON_OPTIONS];
  const flags = parseFlags(args, known);
  const config =
    typeof flags.values['config'] === 'string' ? readConfig(flags.values['config']) : {};
  const values = { ...config, ...readEnvironment(known, environment), ...flags.values };
  for (const [name, value] of Object.entries(values)) checkValue(name as OptionName, value);
  return { positionals: flags.positionals, values };
}

function parseFlags(args: readonly string[], known: readonly OptionName[]): ParsedLine {
  const options = Object.fromEntries(
    known.map((name) => {
      const option: Option = OPTIONS[name];
      return [
        name,
        { type: option.type, ...(option.short === undefined ? {} : { short: option.short }) },
      ];
    }),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { positionals, values };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw new DLCodeGenError(
      'USAGE',
      `${message}; known options: ${known.map((name) => `--${name}`).join(' ')}`,
      { cause },
    );
  }
}

function readEnvironment(
  known: readonly OptionName[],
  environment: NodeJS.ProcessEnv,
): OptionValues {
  const values: Partial<Record<OptionName, string | boolean>> = {};
  for (const name of known) {
    const option: Option = OPTIONS[name];
    const text = environment[`DLCODEGEN_${name.toUpperCase().replaceAll('-', '_')}`];
    if (option.flagOnly === true || text === undefined || text === '') continue;
    values[name] = option.type === 'boolean' ? !['0', 'false', 'no'].includes(text) : text;
  }
  return values;
}

/** The config file may hold options of any command; those this command has not are simply not used. */
function readConfig(file: string): OptionValues {
  let values: unknown;
  try {
    values = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new DLCodeGenError('USAGE', `cannot read the config file ${file}: ${String(cause)}`, {
      cause,
    });
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new DLCodeGenError('USAGE', `${file}: expected an object of options`);
  }
  for (const [name, value] of Object.entries(values)) {
    const option: Option | undefined = Object.hasOwn(OPTIONS, name)
      ? OPTIONS[name as OptionName]
      : undefined;
    if (option === undefined || option.flagOnly === true) {
      const keys = Object.entries<Option>(OPTIONS).filter(([, { flagOnly }]) => flagOnly !== true);
      throw new DLCodeGenError(
        'USAGE',
        `${file}: unknown key "${name}"; known: ${keys.map(([key]) => key).join(', ')}`,
      );
    }
    if (typeof value !== option.type) {
      throw new DLCodeGenError(
        'USAGE',
        `${file}: "${name}" must be a ${option.type}, received ${JSON.stringify(value)}`,
      );
    }
  }
  return values;
}

function checkValue(name: OptionName, value: string | boolean | undefined): void {
  const option: Option = OPTIONS[name];
  if (option.values !== undefined && typeof value === 'string' && !option.values.includes(value)) {
    throw new DLCodeGenError(
      'USAGE',
      `--${name} must be one of ${option.values.join(', ')}, received "${value}"`,
    );
  }
  if (name === 'seed' && typeof value === 'string' && !/^\d{1,9}$/.test(value)) {
    throw new DLCodeGenError('USAGE', `--seed must be a whole number, received "${value}"`);
  }
}

/** A text option, or undefined. */
export function textOf(values: OptionValues, name: OptionName): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A number option from 1 to 99. Errors: USAGE. */
export function countOf(values: OptionValues, name: OptionName, otherwise: number): number {
  const text = textOf(values, name);
  if (text === undefined) return otherwise;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new DLCodeGenError('USAGE', `--${name} must be a number from 1 to 99, received "${text}"`);
}
