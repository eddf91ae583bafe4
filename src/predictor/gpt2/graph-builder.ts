import { MessageWriter } from './protobuf.ts';

/** ONNX's numbers of the element types we use. */
const ELEMENT_TYPES = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** A named size is free; a number is fixed. */
export type Dimensions = readonly (number | string)[];

/** Whole numbers, lists of them, texts; a float is wrapped, because ONNX tells 1 from 1.0. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** Name of a tensor in the graph. */
export type Value = string;

interface Node {
  readonly operator: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

const OPERATOR_SET = 21;
const IR_VERSION = 10;
/** Operators of onnxruntime's own domain that we use. */
const MICROSOFT = new Set(['FastGelu', 'FusedMatMul', 'MatMulNBits', 'SkipLayerNormalization']);

/** Builds an ONNX graph, node by node in the order of execution, and writes it as a model file. */
export class GraphBuilder {
  readonly #nodes: Node[] = [];
  readonly #inputs: MessageWriter[] = [];
  readonly #outputs: MessageWriter[] = [];
  readonly #constants = new Map<string, MessageWriter>();
  /** Value -> the name under which it leaves the graph. */
  readonly #renamed = new Map<Value, string>();

  input(name: string, type: ElementType, dimensions: Dimensions): Value {
    this.#inputs.push(valueInfo(name, type, dimensions));
    return name;
  }

  /** Names a value as an output of the graph. */
  output(name: string, value: Value, type: ElementType, dimensions: Dimensions): void {
    this.#renamed.set(value, name);
    this.#outputs.push(valueInfo(name, type, dimensions));
  }

  /** A node with one output. An empty input name leaves an optional input out. */
  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    return this.nodes(operator, inputs, 1, attributes)[0] ?? '';
  }

  /** A node with several outputs. */
  nodes(
    operator: string,
    inputs: readonly Value[],
    count: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value[] {
    const outputs = Array.from(
      { length: count },
      (_, at) => `${operator}${this.#nodes.length}_${at}`,
    );
    this.#nodes.push({ operator, inputs, outputs, attributes });
    return outputs;
  }

  /** A float constant; without dimensions a scalar. */
  float(value: number): Value {
    return this.#constant(
      `f${value}`,
      'float32',
      [],
      new Uint8Array(Float32Array.of(value).buffer),
    );
  }

  /** A list of 64-bit integers, [n]. */
  ints(...values: readonly number[]): Value {
    const data = BigInt64Array.from(values, BigInt);
    return this.#constant(
      `i${values.join('_')}`,
      'int64',
      [values.length],
      new Uint8Array(data.buffer),
    );
  }

  /** A 64-bit integer scalar. */
  int(value: number): Value {
    const data = BigInt64Array.of(BigInt(value));
    return this.#constant(`s${value}`, 'int64', [], new Uint8Array(data.buffer));
  }

  /** A constant of any type, little-endian bytes. */
  weights(name: string, type: ElementType, dimensions: readonly number[], data: Uint8Array): Value {
    return this.#constant(name, type, dimensions, data);
  }

  /** A float constant whose bytes stay in a file of the folder that the engine is given; nothing is copied. */
  fileWeights(
    name: string,
    dimensions: readonly number[],
    place: { readonly file: string; readonly offset: number; readonly length: number },
  ): Value {
    if (!this.#constants.has(name)) {
      const tensor = tensorHead(name, 'float32', dimensions);
      const entries = { location: place.file, offset: place.offset, length: place.length };
      for (const [key, value] of Object.entries(entries)) {
        tensor.message(13, new MessageWriter().text(1, key).text(2, String(value)));
      }
      this.#constants.set(name, tensor.int(14, 1));
    }
    return name;
  }

  /** The model file (protocol buffer bytes). */
  render(): Uint8Array {
    const graph = new MessageWriter();
    for (const node of this.#nodes) graph.message(1, this.#writeNode(node));
    graph.text(2, 'gpt2');
    for (const constant of this.#constants.values()) graph.message(5, constant);
    for (const input of this.#inputs) graph.message(11, input);
    for (const output of this.#outputs) graph.message(12, output);
    return new MessageWriter()
      .int(1, IR_VERSION)
      .text(2, 'dlcodegen')
      .message(7, graph)
      .message(8, new MessageWriter().text(1, '').int(2, OPERATOR_SET))
      .message(8, new MessageWriter().text(1, 'com.microsoft').int(2, 1))
      .finish();
  }

  #constant(
    name: string,
    type: ElementType,
    dimensions: readonly number[],
    data: Uint8Array,
  ): Value {
    if (!this.#constants.has(name)) {
      this.#constants.set(name, tensorHead(name, type, dimensions).bytes(9, data));
    }
    return name;
  }

  #writeNode(node: Node): MessageWriter {
    const name = (value: Value): string => this.#renamed.get(value) ?? value;
    const message = new MessageWriter();
    for (const input of node.inputs) message.text(1, name(input));
    for (const output of node.outputs) message.text(2, name(output));
    message.text(4, node.operator);
    for (const [key, value] of Object.entries(node.attributes)) {
      message.message(5, writeAttribute(key, value));
    }
    return MICROSOFT.has(node.operator) ? message.text(7, 'com.microsoft') : message;
  }
}

function tensorHead(name: string, type: ElementType, dimensions: readonly number[]): MessageWriter {
  const tensor = new MessageWriter();
  for (const dimension of dimensions) tensor.int(1, dimension);
  return tensor.int(2, ELEMENT_TYPES[type]).text(8, name);
}

function writeAttribute(key: string, value: Attribute): MessageWriter {
  const message = new MessageWriter().text(1, key);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if (typeof value === 'string') return message.text(4, value).int(20, 3);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  for (const item of value) message.int(8, item);
  return message.int(20, 7);
}

function valueInfo(name: string, type: ElementType, dimensions: Dimensions): MessageWriter {
  const shape = new MessageWriter();
  for (const dimension of dimensions) {
    shape.message(
      1,
      typeof dimension === 'number'
        ? new MessageWriter().int(1, dimension)
        : new MessageWriter().text(2, dimension),
    );
  }
  const tensor = new MessageWriter().int(1, ELEMENT_TYPES[type]).message(2, shape);
  return new MessageWriter().text(1, name).message(2, new MessageWriter().message(1, tensor));
}
