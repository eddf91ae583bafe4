import type { LayerCall } from '../../artifacts/index.ts';
import type { NetworkGraph, NetworkNode } from './network-graph.ts';
import { countIn } from './network-layer.ts';
import { resized, sizesOf } from './network-sizes.ts';

/** A block that is told once and built several times. */
export class RepeatedBlock {
  readonly nodes: NetworkNode[] = [];
  /** Whether its sentence has ended; what merges may still belong to it. */
  isEnding = false;
  readonly #count: number;
  readonly #sizes: readonly number[];

  /** text: from the words that count it; sizes of each copy are listed in it. */
  constructor(count: number, text: string) {
    this.#count = count;
    this.#sizes = sizesOf(text, count);
  }

  get isEmpty(): boolean {
    return this.nodes.length === 0;
  }

  /** Builds the copies, and gives all blocks in order. */
  build(graph: NetworkGraph): readonly (readonly NetworkNode[])[] {
    const first = [...this.nodes];
    const resize = (call: LayerCall, at: number): LayerCall => resized(call, this.#sizes[at]);
    for (const node of first) node.call = resize(node.call, 0);
    const blocks: (readonly NetworkNode[])[] = [first];
    for (let at = 1; at < this.#count; at += 1)
      blocks.push(graph.copy(first, (call) => resize(call, at), first[0]?.span ?? [0, 0]));
    return blocks;
  }
}

/** How many blocks words count: `repeated twice`, or one for each that is listed, as `blocks one and two`. */
export function countOfBlocks(words: string, isListed: boolean): number {
  if (isListed) return words.split(/,? and |, /).length;
  return words.endsWith(' twice') ? 2 : countIn(`${words} `);
}
