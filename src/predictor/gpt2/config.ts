import { DLCodeGenError } from '../../core/index.ts';

/** Size of a GPT-2 model; GPT-2's own names are n_embd, n_layer, n_head, n_positions, vocab_size. */
export interface Gpt2Config {
  readonly vocabulary: number;
  readonly context: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
}

export interface Parameter {
  /** The name that Hugging Face's `GPT2Model` gives it. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** Place of its first number when all parameters stand in one row. */
  readonly offset: number;
  /** Initial values: normal with this deviation, or one constant. */
  readonly initial: { readonly deviation: number } | { readonly constant: number };
  /** Weight decay is for matrices, not for biases and normalisation. */
  readonly decays: boolean;
}

export interface ParameterTable {
  readonly list: readonly Parameter[];
  /** Numbers in all. */
  readonly size: number;
}

const DEVIATION = 0.02;

/**
 * Every parameter of a model, in the order in which files and buffers hold them.
 *
 * Shapes (V vocabulary, C context, W width): wte [V, W], also the output head; wpe [C, W]; a layer has ln_1, ln_2
 * [W], attn.c_attn [W, 3W], attn.c_proj [W, W], mlp.c_fc [W, 4W], mlp.c_proj [4W, W], each with a bias; ln_f [W].
 * Matrices map rows: y = x W + b. Paper: IV-E (GPT-2). Errors: BAD_INPUT where heads do not divide the width.
 */
export function parameterTable(config: Gpt2Config): ParameterTable {
  const { width, layers } = config;
  if (width % config.heads !== 0) {
    throw new DLCodeGenError('BAD_INPUT', `${config.heads} heads do not divide width ${width}`);
  }
  const list: Parameter[] = [];
  let offset = 0;
  const add = (name: string, shape: readonly number[], initial: Parameter['initial']): void => {
    const size = shape.reduce((product, length) => product * length, 1);
    list.push({ name, shape, size, offset, initial, decays: shape.length > 1 });
    offset += size;
  };
  const normal = { deviation: DEVIATION };
  const residual = { deviation: DEVIATION / Math.sqrt(2 * layers) };
  const zero = { constant: 0 };
  const one = { constant: 1 };
  add('wte.weight', [config.vocabulary, width], normal);
  add('wpe.weight', [config.context, width], normal);
  for (let layer = 0; layer < layers; layer += 1) {
    const at = `h.${layer}`;
    add(`${at}.ln_1.weight`, [width], one);
    add(`${at}.ln_1.bias`, [width], zero);
    add(`${at}.attn.c_attn.weight`, [width, 3 * width], normal);
    add(`${at}.attn.c_attn.bias`, [3 * width], zero);
    add(`${at}.attn.c_proj.weight`, [width, width], residual);
    add(`${at}.attn.c_proj.bias`, [width], zero);
    add(`${at}.ln_2.weight`, [width], one);
    add(`${at}.ln_2.bias`, [width], zero);
    add(`${at}.mlp.c_fc.weight`, [width, 4 * width], normal);
    add(`${at}.mlp.c_fc.bias`, [4 * width], zero);
    add(`${at}.mlp.c_proj.weight`, [4 * width, width], residual);
    add(`${at}.mlp.c_proj.bias`, [width], zero);
  }
  add('ln_f.weight', [width], one);
  add('ln_f.bias', [width], zero);
  return { list, size: offset };
}

/** Initial values of all parameters in one row, as GPT-2 draws them. */
export function initialParameters(table: ParameterTable, random: () => number): Float32Array {
  const values = new Float32Array(table.size);
  for (const { offset, size, initial } of table.list) {
    if ('constant' in initial) values.fill(initial.constant, offset, offset + size);
    else {
      for (let at = offset; at < offset + size; at += 1) {
        values[at] = initial.deviation * normal(random);
      }
    }
  }
  return values;
}

/** A standard normal number (Box-Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
