import { ownTable } from '../core/index.ts';

/** An operation on tensors that a layer of Keras does as well. */
interface Operation {
  readonly layer: string;
  /** Whether the operation's name is the layer's activation. */
  readonly activation?: true;
  /** Whether it is that layer only where it joins several tensors. */
  readonly joins?: true;
  /** Whether it takes a shape, with the batch axis. */
  readonly shape?: true;
}

const ADD: Operation = { layer: 'Add', joins: true };
const SUBTRACT: Operation = { layer: 'Subtract', joins: true };
const MULTIPLY: Operation = { layer: 'Multiply', joins: true };
const CONCATENATE: Operation = { layer: 'Concatenate', joins: true };
const ACTIVATION: Operation = { layer: 'Activation', activation: true };

/** By the operation's last name; operators of Python have their sign. */
export const OPERATIONS: Readonly<Record<string, Operation>> = ownTable({
  'operator +': ADD,
  'operator -': SUBTRACT,
  'operator *': MULTIPLY,
  add: ADD,
  add_n: ADD,
  subtract: SUBTRACT,
  multiply: MULTIPLY,
  concat: CONCATENATE,
  concatenate: CONCATENATE,
  maximum: { layer: 'Maximum', joins: true },
  minimum: { layer: 'Minimum', joins: true },
  reshape: { layer: 'Reshape', shape: true },
  relu: ACTIVATION,
  relu6: ACTIVATION,
  elu: ACTIVATION,
  selu: ACTIVATION,
  gelu: ACTIVATION,
  sigmoid: ACTIVATION,
  tanh: ACTIVATION,
  softmax: ACTIVATION,
  softplus: ACTIVATION,
  softsign: ACTIVATION,
  swish: ACTIVATION,
  silu: ACTIVATION,
  hard_sigmoid: ACTIVATION,
  leaky_relu: ACTIVATION,
});
