import { DLCodeGenError } from '../../core/index.ts';
import type { Gpt2Config, Parameter } from './config.ts';
import { parameterTable } from './config.ts';
import {
  readTensor,
  readTensorIndex,
  writeTensors,
  type StoredTensor,
  type TensorIndex,
} from './safetensors.ts';

/**
 * A parameter as floats, as floats that stay in their file (bytes from its beginning), or as int8 times a scale: one a
 * column, for `wte` one a row.
 */
export type Weight =
  | { readonly kind: 'float'; readonly values: Float32Array }
  | { readonly kind: 'file'; readonly index: TensorIndex; readonly name: string }
  | { readonly kind: 'int8'; readonly values: Int8Array; readonly scales: Float32Array };

export type Weights = ReadonlyMap<string, Weight>;

/** Suffix under which the file holds the scales of an int8 parameter. */
const SCALES = '.scale';
/** Hugging Face writes the same names with or without this prefix. */
const PREFIX = 'transformer.';
const LARGEST = 127;

/** Rounds the matrices of the layers and `wte` to int8; positions, biases and normalisation stay floats. */
export function quantize(config: Gpt2Config, weights: Weights): Weights {
  return new Map(
    parameterTable(config).list.map((parameter) => {
      const weight = takeWeight(weights, parameter.name);
      const isRounded = parameter.shape.length === 2 && parameter.name !== 'wpe.weight';
      return [
        parameter.name,
        isRounded ? roundWeight(parameter, toFloats(config, parameter.name, weight)) : weight,
      ];
    }),
  );
}

/** The floats that a weight stands for. */
export function toFloats(config: Gpt2Config, name: string, weight: Weight): Float32Array {
  if (weight.kind === 'float') return weight.values;
  if (weight.kind === 'file') return readFloats(weight.index, weight.name);
  const columns = columnsOf(config, name);
  const byRow = name === 'wte.weight';
  return Float32Array.from(
    weight.values,
    (value, at) => value * (weight.scales[byRow ? Math.floor(at / columns) : at % columns] ?? 0),
  );
}

/**
 * Finds the parameters of a safetensors file, float, half or int8. With `stay`, 32-bit floats are not read: they stay
 * in the file and the decoder maps them from there. Errors: BAD_INPUT where one is missing.
 */
export function readWeights(
  file: string,
  config: Gpt2Config,
  options: { readonly stay: boolean } = { stay: false },
): Weights {
  const index = readTensorIndex(file);
  return new Map(
    parameterTable(config).list.map(({ name, shape }): [string, Weight] => {
      const stored = findTensor([index], name, shape).name;
      const type = index.places.get(stored)?.type;
      if (type === 'I8') return [name, readRounded(index, stored)];
      const isKept = options.stay && type === 'F32';
      return [
        name,
        isKept
          ? { kind: 'file', index, name: stored }
          : { kind: 'float', values: readFloats(index, stored) },
      ];
    }),
  );
}

/** The file and name under which a parameter is stored. Errors: BAD_INPUT where no file has it in this shape. */
export function findTensor(
  files: readonly TensorIndex[],
  name: string,
  shape: readonly number[],
): { readonly index: TensorIndex; readonly name: string } {
  const found = files
    .flatMap((index) => [name, PREFIX + name].map((stored) => ({ index, name: stored })))
    .find(({ index, name: stored }) => index.places.has(stored));
  const received = found?.index.places.get(found.name)?.shape;
  if (found === undefined || received?.join() !== shape.join()) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${files[0]?.file ?? ''}: received ${name} of shape [${received?.join(', ') ?? 'nothing'}], expected [${shape.join(', ')}]`,
    );
  }
  return found;
}

/** The numbers of a float tensor, whatever its precision. Errors: BAD_INPUT where it is none. */
export function readFloats(index: TensorIndex, name: string): Float32Array<ArrayBuffer> {
  const { bytes, type } = readTensor(index, name);
  if (type === 'I8') throw new DLCodeGenError('BAD_INPUT', `${index.file}: ${name} is rounded`);
  if (type === 'F32') return new Float32Array(bytes.buffer);
  const halves = new Uint16Array(bytes.buffer);
  if (type === 'F16') return Float32Array.from(halves, halfToFloat);
  return new Float32Array(Uint32Array.from(halves, (half) => half * 65_536).buffer);
}

function readRounded(index: TensorIndex, name: string): Weight {
  return {
    kind: 'int8',
    values: new Int8Array(readTensor(index, name).bytes.buffer),
    scales: readFloats(index, name + SCALES),
  };
}

/** Writes a checkpoint: floats as F32, rounded matrices as I8 with their scales beside them. */
export function writeWeights(
  file: string,
  config: Gpt2Config,
  weights: Weights,
  metadata: Readonly<Record<string, string>>,
): void {
  const tensors = parameterTable(config).list.flatMap(({ name, shape }): StoredTensor[] => {
    const weight = takeWeight(weights, name);
    if (weight.kind !== 'int8') {
      return [{ name, type: 'F32', shape, bytes: bytesOf(toFloats(config, name, weight)) }];
    }
    const scales = {
      name: name + SCALES,
      shape: [weight.scales.length],
      bytes: bytesOf(weight.scales),
    };
    return [
      { name, type: 'I8', shape, bytes: bytesOf(weight.values) },
      { ...scales, type: 'F32' },
    ];
  });
  writeTensors(file, tensors, metadata);
}

/** Errors: UNEXPECTED where there is no weight of that name. */
export function takeWeight(weights: Weights, name: string): Weight {
  const weight = weights.get(name);
  if (weight === undefined) throw new DLCodeGenError('UNEXPECTED', `no weight ${name}`);
  return weight;
}

export function bytesOf(values: Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function columnsOf(config: Gpt2Config, name: string): number {
  return (
    parameterTable(config)
      .list.find((parameter) => parameter.name === name)
      ?.shape.at(-1) ?? 1
  );
}

function roundWeight(parameter: Parameter, values: Float32Array): Weight {
  const columns = parameter.shape.at(-1) ?? 1;
  const byRow = parameter.name === 'wte.weight';
  const scaleAt = (at: number): number => (byRow ? Math.floor(at / columns) : at % columns);
  const scales = new Float32Array(byRow ? values.length / columns : columns);
  for (const [at, value] of values.entries()) {
    scales[scaleAt(at)] = Math.max(scales[scaleAt(at)] ?? 0, Math.abs(value) / LARGEST);
  }
  const rounded = Int8Array.from(values, (value, at) => {
    const scale = scales[scaleAt(at)] ?? 0;
    return scale === 0 ? 0 : Math.round(value / scale);
  });
  return { kind: 'int8', values: rounded, scales };
}

/** IEEE half precision: 1 sign, 5 exponent, 10 fraction bits. */
function halfToFloat(half: number): number {
  const sign = half >= 0x8000 ? -1 : 1;
  const exponent = Math.floor(half / 1024) % 32;
  const fraction = (half % 1024) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}
