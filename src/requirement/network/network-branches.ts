import { hasRole } from '../../plan/index.ts';
import { layerRow } from './layer-row.ts';
import type { NetworkEvent } from './network-event.ts';
import type { NetworkGraph, NetworkNode } from './network-graph.ts';

const OF_EACH =
  /\b(?:(?:their|the|all|each) (?:\w+ )?(?:outputs?|results?|features?|maps?)|each|them)\b/;
const EACH_BRANCH =
  /\b(?:each|every|all) (?:of the )?(?:branch|path|group|part|split|slice|chunk|stream|tower)(?:e?s)?\b/;

/** Branches that begin at one layer and that nothing has joined yet. */
export class Branches {
  readonly start: NetworkNode;
  ends: NetworkNode[];
  /** Whether they are told in a list, of which every layer stands in a branch of its own. */
  isList: boolean;
  readonly #graph: NetworkGraph;

  constructor(graph: NetworkGraph, start: NetworkNode, isList: boolean, ends: NetworkNode[] = []) {
    this.#graph = graph;
    this.start = start;
    this.isList = isList;
    this.ends = ends;
    graph.current = start;
  }

  /** Ends the branch that is being told, and goes back to where they all begin. */
  next(): void {
    if (this.#graph.current === this.start) return;
    this.ends.push(this.#graph.current);
    this.#graph.current = this.start;
  }

  /** Whether nothing is told of them yet. */
  get isEmpty(): boolean {
    return this.ends.length === 0 && this.#graph.current === this.start;
  }

  /** What a layer takes that joins them; a single branch is joined with what it begins at. */
  get inputs(): readonly NetworkNode[] {
    const { current } = this.#graph;
    const inputs = current === this.start ? this.ends : [...this.ends, current];
    return inputs.length === 1 ? [...inputs, this.start] : inputs;
  }

  /** `each group passes through a convolution with kernels of 1x1, 3x3 and 5x5`: one size a branch. */
  isSpread(sentence: string): boolean {
    return this.isEmpty && EACH_BRANCH.test(sentence);
  }

  /** `their outputs are flattened`: a layer behind each branch, where all are told. */
  isOfEach({ name, between }: NetworkEvent): boolean {
    const isTold = this.ends.length > 1 && this.#graph.current === this.start;
    return isTold && (OF_EACH.test(between) || hasRole(layerRow({ name }), 'flatten'));
  }

  /** A layer that was put behind the end of a branch is its end. */
  replaceEnd(before: NetworkNode, after: NetworkNode): void {
    const at = this.ends.indexOf(before);
    if (at >= 0) this.ends[at] = after;
  }
}
