import type { LayerCall } from '../../artifacts/index.ts';
import { hasRole, layerCall } from '../../plan/index.ts';
import { Branches } from './network-branches.ts';
import type { NetworkEvent } from './network-event.ts';
import { isActivationLayer } from './network-activation.ts';
import {
  ORDINALS,
  areEnumerated,
  endsEach,
  findReferent,
  isAfterEach,
  isBackward,
  isBetweenBlocks,
  isResult,
  mergeIn,
  placeIn,
  sentenceAt,
  startIn,
} from './network-places.ts';
import { layerRow } from './layer-row.ts';
import { resized, sizeOfAnother, sizesOf, spanOf } from './network-sizes.ts';
import { NetworkGraph, type NetworkNode } from './network-graph.ts';
import { activationLayer, countIn, readLayers } from './network-layer.ts';

export interface ReadNetwork {
  readonly graph: NetworkGraph;
  /** Whether the words name the output themselves. */
  readonly hasHead: boolean;
}

interface Template {
  readonly count: number;
  nodes: NetworkNode[];
  /** Whether its sentence has ended; what merges may still belong to it. */
  isEnding: boolean;
  readonly text: string;
}

/** Follows the words of a description and builds what they name. */
export class NetworkBuilder {
  readonly graph = new NetworkGraph();
  #text: string;
  #hasHead = false;
  #branches: Branches | null = null;
  /** Where the present block begins. */
  #blockStart: NetworkNode = this.graph.input;
  #block: NetworkNode[] = [];
  #lastBlock: readonly NetworkNode[] = [];
  #inBlock = false;
  #template: Template | null = null;
  /** Where each copy of the last repeated block ends. */
  #copyEnds: readonly NetworkNode[] = [];
  /** The last layers that were counted or listed, and those that follow each of them. */
  #counted: NetworkNode[] = [];
  #each: { ends: NetworkNode[]; items: number } | null = null;
  #sentenceStart: NetworkNode = this.graph.input;
  #lastStart: NetworkNode = this.graph.input;
  #layersInSentence = 0;
  #lastMerge: string | null = null;
  #mergedInSentence = false;
  #pendingSkip = false;

  constructor(text: string) {
    this.#text = text;
  }

  read(events: readonly NetworkEvent[]): ReadNetwork {
    for (const event of events) {
      const continues = /^(?:merge|activation|end|next)$/.test(event.kind);
      if (this.#template?.isEnding === true && !continues) this.#closeTemplate();
      this[event.kind](event);
    }
    this.end();
    this.#closeTemplate();
    return { graph: this.graph, hasHead: this.#hasHead };
  }

  layer(event: NetworkEvent): void {
    const { calls, isParallel, isHead } = readLayers(event, this.#text);
    const span = spanOf(event, calls);
    this.#hasHead = false;
    const [first] = calls;
    if (first === undefined) return;
    if (this.#each !== null && endsEach(event, this.#each.items)) this.#each = null;
    if (this.#followedEach(first, span) || this.#placedAtAll(event, first, span)) return;
    if (isBetweenBlocks(event.between) && this.#copyEnds.length > 1) {
      for (const end of this.#copyEnds.slice(0, -1)) this.#insert(end, first, span);
      return;
    }
    if (this.#counted.length > 0 && isAfterEach(this.#text, event.end)) {
      this.#counted = this.#counted.map((node) => this.#insert(node, first, span));
      return;
    }
    if (this.#branches?.isOfEach(event) === true) {
      const { start, ends } = this.#branches;
      this.#branches.ends = ends.map((end) => this.#append(first, span, [end]));
      this.graph.current = start;
      return;
    }
    const isSpread =
      isParallel || this.#branches?.isSpread(sentenceAt(this.#text, event.start)) === true;
    if (isParallel && calls.length > 1)
      this.#branches = new Branches(this.graph, this.graph.current, true);
    if (this.#branches?.isList === true && !isParallel && this.#layersInSentence > 0) {
      const separate =
        /^\s*(?:,|,? and|;)\s*(?:and )?$/.test(event.between) || event.between.endsWith(', and ');
      if (separate) this.#branches?.next();
    }
    const made: NetworkNode[] = [];
    for (const [at, call] of calls.entries()) {
      if (at > 0 && isSpread) this.#branches?.next();
      made.push(this.#append(call, span));
    }
    const last = made.at(-1);
    if (isHead && last !== undefined) last.isOutput = true;
    if (isSpread) this.#branches?.next();
    if (made.length > 1 || hasRole(layerRow(event), 'dense', 'convolution', 'recurrent'))
      this.#counted = made;
    this.#layersInSentence += 1;
  }

  activation(event: NetworkEvent): void {
    const last = this.graph.nodes.at(-1);
    if (!isActivationLayer(event, this.#text, last?.call.name ?? '', this.#each !== null)) return;
    const call = activationLayer(event.name, this.#text.slice(event.start, event.end), event.after);
    const span = [event.start, event.end] as const;
    this.#dropAttached(last, event.name);
    if (this.#placedAtAll(event, call, span) || this.#followedEach(call, span)) return;
    this.#append(call, span);
    this.#layersInSentence += 1;
  }

  merge(event: NetworkEvent): void {
    const sentence = sentenceAt(this.#text, event.start);
    const name = event.name === '' ? mergeIn(sentence) : event.name;
    this.#each = null;
    if (this.#branches === null && isResult(this.#text.slice(event.start, event.end + 40))) return;
    if (this.#mergedInSentence && (event.name === '' || this.#lastMerge === name)) return;
    const span = [event.start, event.end] as const;
    this.#mergedInSentence = true;
    this.#lastMerge = name;
    if (this.#branches !== null && !this.#branches.isEmpty) {
      const { inputs } = this.#branches;
      this.#branches = null;
      this.#append(layerCall(name), span, inputs);
      return;
    }
    const other =
      findReferent(this.graph, sentence, name) ??
      (this.#inBlock
        ? this.#blockStart
        : startIn(
            sentence,
            this.graph,
            this.#layersInSentence > 0 ? this.#sentenceStart : this.#lastStart,
          ));
    if (other === null || other === this.graph.current) {
      this.#pendingSkip = name === 'Add';
      return;
    }
    this.#append(layerCall(name), span, [this.graph.current, other]);
  }

  branch(event: NetworkEvent): void {
    this.#each = null;
    if (this.#isAnother(event)) return;
    if (this.#mergedInSentence && this.#branches === null) return;
    if (event.name === 'several') {
      if (this.#branches === null)
        this.#branches = new Branches(
          this.graph,
          this.graph.current,
          /:|\b(?:are|with)\b/.test(event.after),
        );
      return;
    }
    if (this.#branches === null) {
      if (event.name === 'back') return;
      const retroactive = event.name === 'other' && this.graph.current !== this.#blockStart;
      const { current } = this.graph;
      this.#branches = retroactive
        ? new Branches(this.graph, this.#blockStart, false, [current])
        : new Branches(this.graph, current, false);
      return;
    }
    this.#branches.isList = false;
    this.#branches?.next();
  }

  /** `the second has 64 filters` is the second of two layers before, or one more. */
  #isAnother({ start, end, after }: NetworkEvent): boolean {
    const last = this.#counted.at(-1);
    const size = sizeOfAnother(after);
    if (last === undefined || size === null || this.#branches !== null) return false;
    const place = ORDINALS.findIndex((ordinal) => this.#text.slice(start, end).includes(ordinal));
    const counted = place > 0 ? this.#counted[place] : undefined;
    if (counted === undefined)
      this.#counted = [this.#append(resized(last.call, size), [start, end])];
    else counted.call = resized(counted.call, size);
    this.#layersInSentence += 1;
    return true;
  }

  block(event: NetworkEvent): void {
    this.#each = null;
    if (event.name === 'same') {
      this.#repeatBlock(event);
      return;
    }
    if (event.name === 'template') {
      const words = this.#text.slice(event.start, event.end);
      const count = words.endsWith(' twice') ? 2 : countIn(`${words} `);
      const block = this.#block;
      if (isBackward(words) && block.length > 0) {
        for (let at = 1; at < count; at += 1)
          this.#block = [
            ...this.#block,
            ...this.graph.copy(block, (call) => call, [event.start, event.end]),
          ];
        return;
      }
      this.#finishBlock();
      if (count > 1 && !areEnumerated(this.#text.slice(event.end)))
        this.#template = { count, nodes: [], isEnding: false, text: this.#text.slice(event.start) };
      this.#startBlock();
      return;
    }
    if (event.name === 'each') {
      this.#startBlock();
      return;
    }
    if (
      /\b(?:of|between|after|before|from) (?:the )?$/.test(
        this.#text.slice(Math.max(0, event.start - 12), event.start),
      )
    )
      return;
    this.#finishBlock();
    this.#startBlock();
  }

  each(event: NetworkEvent): void {
    if (this.#counted.length === 0) return;
    const isPostfix = event.name === 'after' && !/(?:[.,;]|^)\s*(?:and\s+)?$/.test(event.between);
    if (isPostfix) return;
    if (
      event.name === 'after' &&
      !/^,?\s*(?:an?|comes?|follows?|we|there|batch|layer|drop|relu|leaky|max|\w+ (?:norm|pool))/.test(
        event.after,
      )
    ) {
      // `after each` at the end of a phrase speaks of what stands before it.
      return;
    }
    this.#each = { ends: [...this.#counted], items: 0 };
  }

  head(event: NetworkEvent): void {
    this.#each = null;
    if (event.name === 'ordinal') {
      const last = this.graph.nodes.at(-1);
      if (last?.call.name === 'Dense') this.graph.remove(last);
    }
    this.#hasHead = true;
  }

  close(): void {
    this.#each = null;
    if (this.#template !== null && this.#template.nodes.length > 0) this.#closeTemplate();
  }

  next(): void {
    this.#each = null;
    if (this.#branches?.isList === true) {
      this.#branches?.next();
      this.#layersInSentence = 0;
    }
  }

  end(): void {
    this.#each = null;
    if (this.#pendingSkip && this.#layersInSentence > 0) this.#closeSkip();
    if (this.#template !== null && this.#template.nodes.length > 0) this.#template.isEnding = true;
    if (this.#layersInSentence > 0) this.#lastStart = this.#sentenceStart;
    this.#sentenceStart = this.graph.current;
    this.#layersInSentence = 0;
    this.#mergedInSentence = false;
    this.#lastMerge = null;
    if (this.#branches?.isList === true) this.#branches.isList = false;
  }

  #append(
    call: LayerCall,
    span: readonly [number, number],
    inputs?: readonly NetworkNode[],
  ): NetworkNode {
    const node = this.graph.append(call, span, inputs);
    this.#block.push(node);
    this.#template?.nodes.push(node);
    return node;
  }

  #insert(before: NetworkNode, call: LayerCall, span: readonly [number, number]): NetworkNode {
    const node = this.graph.insertAfter(before, call, span);
    for (const list of [this.#block, this.#template?.nodes ?? []]) {
      const at = list.indexOf(before);
      if (at >= 0) list.splice(at + 1, 0, node);
    }
    this.#branches?.replaceEnd(before, node);
    return node;
  }

  /** Puts a layer behind each of those that it follows; false where no words say that it follows several. */
  #followedEach(call: LayerCall, span: readonly [number, number]): boolean {
    if (this.#each === null) return false;
    this.#each.ends = this.#each.ends.map((end) => this.#insert(end, call, span));
    this.#each.items += 1;
    this.#layersInSentence += 1;
    return true;
  }

  #placedAtAll({ end }: NetworkEvent, call: LayerCall, span: readonly [number, number]): boolean {
    const place = placeIn(this.#text.slice(end, end + 60));
    if (place === null) return false;
    const nodes = this.graph.nodes.filter((node) => place.kind.test(node.call.name));
    for (const node of nodes) {
      if (place.side === 'after') this.#insert(node, call, span);
      else this.graph.insertBefore(node, call, span);
    }
    return nodes.length > 0;
  }

  #startBlock(): void {
    this.#blockStart = this.graph.current;
    if (this.#block.length > 0) this.#lastBlock = this.#block;
    this.#block = [];
    this.#inBlock = true;
  }

  #finishBlock(): void {
    if (this.#pendingSkip) this.#closeSkip();
    if (this.#template !== null && this.#template.nodes.length > 0) this.#closeTemplate();
  }

  #closeSkip(): void {
    this.#pendingSkip = false;
    const start = this.#inBlock ? this.#blockStart : this.#sentenceStart;
    const last = this.graph.nodes.at(-1);
    if (last !== undefined && start !== this.graph.current)
      this.#append(layerCall('Add'), last.span, [this.graph.current, start]);
  }

  #closeTemplate(): void {
    const template = this.#template;
    this.#template = null;
    if (template === null) return;
    const { count, text } = template;
    const nodes = [...template.nodes];
    const sizes = sizesOf(text, count);
    const resize = (call: LayerCall, at: number): LayerCall => resized(call, sizes[at]);
    for (const node of nodes) node.call = resize(node.call, 0);
    const ends = nodes.slice(-1);
    for (let at = 1; at < count; at += 1) {
      const span = nodes[0]?.span ?? [0, 0];
      this.#block = [...this.graph.copy(nodes, (call) => resize(call, at), span)];
      ends.push(...this.#block.slice(-1));
    }
    this.#copyEnds = ends;
  }

  /** `the same with 64 filters`: the layers of the block before once more. */
  #repeatBlock(event: NetworkEvent): void {
    const block = this.#block.length > 0 ? this.#block : this.#lastBlock;
    if (block.length === 0) return;
    const [size] = (/(\d+)[- ](?:filters|channels|units)/.exec(event.after) ?? [])
      .slice(1)
      .map(Number);
    this.#block = [
      ...this.graph.copy(block, (call) => resized(call, size), [event.start, event.end]),
    ];
  }

  /** An activation that has a layer of its own is none of the layer before it. */
  #dropAttached(last: NetworkNode | undefined, name: string): void {
    const given = last?.call.named['activation'];
    if (last === undefined || given?.kind !== 'literal' || given.value !== name) return;
    const { activation: _, ...named } = last.call.named;
    last.call = { ...last.call, named };
  }
}
