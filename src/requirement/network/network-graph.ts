import type { LayerCall } from '../../artifacts/index.ts';

/** One layer of a network and the layers whose outputs it takes. */
export interface NetworkNode {
  call: LayerCall;
  inputs: NetworkNode[];
  /** Whether it has the activation of an output. */
  isOutput?: boolean;
  /** Where its words stand in the text. */
  readonly span: readonly [number, number];
}

/** A network while it is read: its layers in order, each after those that it takes its input from. */
export class NetworkGraph {
  readonly input: NetworkNode = {
    call: { kind: 'call', name: 'Input', positional: [], named: {} },
    inputs: [],
    span: [0, 0],
  };
  readonly nodes: NetworkNode[] = [];
  /** What the next layer takes as its input. */
  current: NetworkNode = this.input;

  append(
    call: LayerCall,
    span: readonly [number, number],
    inputs: readonly NetworkNode[] = [this.current],
  ): NetworkNode {
    const node: NetworkNode = { call, inputs: [...inputs], span };
    this.nodes.push(node);
    this.current = node;
    return node;
  }

  /** Puts a layer between another one and everything that takes its output. */
  insertAfter(before: NetworkNode, call: LayerCall, span: readonly [number, number]): NetworkNode {
    const node: NetworkNode = { call, inputs: [before], span };
    for (const other of this.nodes)
      other.inputs = other.inputs.map((input) => (input === before ? node : input));
    this.nodes.splice(this.nodes.indexOf(before) + 1, 0, node);
    if (this.current === before) this.current = node;
    return node;
  }

  /** Puts a layer in front of another one. */
  insertBefore(after: NetworkNode, call: LayerCall, span: readonly [number, number]): NetworkNode {
    const node: NetworkNode = { call, inputs: after.inputs, span };
    after.inputs = [node];
    this.nodes.splice(this.nodes.indexOf(after), 0, node);
    return node;
  }

  /** Builds layers once more on the current output; what they took from outside them is taken from there. */
  copy(
    block: readonly NetworkNode[],
    change: (call: LayerCall) => LayerCall,
    span: readonly [number, number],
  ): readonly NetworkNode[] {
    const start = this.current;
    const made = new Map<NetworkNode, NetworkNode>();
    for (const node of block) {
      const inputs = node.inputs.map((input) => made.get(input) ?? start);
      made.set(node, this.append(change(node.call), span, inputs));
    }
    return [...made.values()];
  }

  remove(node: NetworkNode): void {
    const [input = this.input] = node.inputs;
    for (const other of this.nodes)
      other.inputs = other.inputs.map((given) => (given === node ? input : given));
    this.nodes.splice(this.nodes.indexOf(node), 1);
    if (this.current === node) this.current = input;
  }

  /** Whether every layer but the last is taken by another one. */
  isWhole(): boolean {
    const taken = new Set(this.nodes.flatMap(({ inputs }) => inputs));
    return this.nodes.every((node) => node === this.current || taken.has(node));
  }
}
