import { hasRole } from '../../plan/index.ts';
import { layerRow } from './layer-row.ts';
import type { NetworkEvent } from './network-event.ts';
import type { NetworkGraph, NetworkNode } from './network-graph.ts';

const OF_EACH =
  /\b(?:(?:their|the|all|each) (?:\w+ )?(?:outputs?|results?|features?|maps?)|each|them)\b|^,? (?:with|followed by) $/;
const EACH_BRANCH =
  /\b(?:each|every|all) (?:of the )?(?:branch|path|group|part|split|slice|chunk|stream|tower)(?:e?s)?\b/;

export interface BranchSetting {
  readonly start: NetworkNode;
  /** Whether they are told in a list, of which every layer stands in a branch of its own. */
  readonly isList?: boolean;
  /** The ends of those that were told before. */
  readonly ends?: readonly NetworkNode[];
  /** How many the words count; 1 where they do not. */
  readonly count?: number;
  /** Those in one of which they stand. */
  readonly outer?: Branches | null;
}

/** Branches that begin at one layer and that nothing has joined yet. */
export class Branches {
  readonly start: NetworkNode;
  readonly outer: Branches | null;
  readonly count: number;
  ends: NetworkNode[];
  isList: boolean;
  readonly #graph: NetworkGraph;
  /** Where the branch that is being told begins among all layers, and how many are alike. */
  #from: number;
  #alike = 1;

  constructor(graph: NetworkGraph, setting: BranchSetting) {
    this.#graph = graph;
    this.start = setting.start;
    this.outer = setting.outer ?? null;
    this.count = setting.count ?? 1;
    this.isList = setting.isList ?? false;
    this.ends = [...(setting.ends ?? [])];
    this.#from = graph.nodes.length;
    graph.current = setting.start;
  }

  /** Ends the branch that is being told, and goes back to where they all begin; alike: how many the next words tell. */
  next(alike = 1): void {
    if (this.#graph.current !== this.start) {
      const told = this.#graph.nodes.slice(this.#from);
      this.ends.push(this.#graph.current);
      for (let at = 1; at < this.#alike; at += 1) {
        this.#graph.current = this.start;
        this.#graph.copy(told, (call) => call, told[0]?.span ?? [0, 0]);
        this.ends.push(this.#graph.current);
      }
      this.#graph.current = this.start;
    }
    this.#from = this.#graph.nodes.length;
    this.#alike = alike;
  }

  /** Whether nothing is told of them yet. */
  get isEmpty(): boolean {
    return this.ends.length === 0 && this.#graph.current === this.start;
  }

  /** What a layer takes that joins them; a single branch is joined with what it begins at. */
  close(): readonly NetworkNode[] {
    this.next();
    return this.ends.length === 1 ? [...this.ends, this.start] : this.ends;
  }

  /** `each group passes through a convolution with kernels of 1x1, 3x3 and 5x5`: one size a branch. */
  isSpread(sentence: string): boolean {
    return this.isEmpty && EACH_BRANCH.test(sentence);
  }

  /** Whether all branches are told, so that what follows stands behind each of them: `each with batch normalization`. */
  get isTold(): boolean {
    return this.ends.length > 1 && this.#graph.current === this.start;
  }

  /** `their outputs are flattened`: a layer behind each branch, where all are told. */
  isOfEach({ name, between }: NetworkEvent): boolean {
    return this.isTold && (OF_EACH.test(between) || hasRole(layerRow({ name }), 'flatten'));
  }

  /** A layer that was put behind the end of a branch is its end. */
  replaceEnd(before: NetworkNode, after: NetworkNode): void {
    this.ends = this.ends.map((end) => (end === before ? after : end));
  }
}
