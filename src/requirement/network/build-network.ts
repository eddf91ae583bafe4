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
  placeAmong,
  placeIn,
  sentenceAt,
  startIn,
} from './network-places.ts';
import { layerRow } from './layer-row.ts';
import { resized, sizeOfAnother, spanOf } from './network-sizes.ts';
import { NetworkGraph, type NetworkNode } from './network-graph.ts';
import { activationLayer, countIn, readLayers } from './network-layer.ts';
import { countOfBlocks, RepeatedBlock } from './repeated-block.ts';

export interface ReadNetwork {
  readonly graph: NetworkGraph;
  /** Whether the words name the output themselves. */
  readonly hasHead: boolean;
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
  #template: RepeatedBlock | null = null;
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
    if (this.#placedAtOne(event, first, span)) return;
    if (this.#branches?.isOfEach(event) === true) {
      const { start, ends } = this.#branches;
      this.#branches.ends = ends.map((end) => this.#append(first, span, [end]));
      this.graph.current = start;
      return;
    }
    const isSpread =
      isParallel || this.#branches?.isSpread(sentenceAt(this.#text, event.start)) === true;
    if (isParallel && calls.length > 1)
      this.#branches = new Branches(this.graph, { start: this.graph.current, isList: true });
    if (this.#branches?.isList === true && !isParallel && this.#layersInSentence > 0) {
      const separate =
        /^\s*(?:,|,? and|;)\s*(?:and )?$/.test(event.between) || event.between.endsWith(', and ');
      if (separate) this.#branches.next();
    }
    const made: NetworkNode[] = [];
    const isShared = isSpread && calls.length === 1;
    const told = isShared ? Array.from({ length: this.#branches?.count ?? 1 }, () => first) : calls;
    for (const [at, call] of told.entries()) {
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
      const inputs = this.#branches.close();
      this.#branches = this.#branches.outer;
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
    const { current } = this.graph;
    const open = this.#branches;
    if (event.name === 'several') {
      const isWithin = open !== null && current !== open.start;
      if (open !== null && !isWithin) return;
      this.#branches = new Branches(this.graph, {
        start: current,
        isList: /:|\b(?:are|with)\b/.test(event.after),
        count: countIn(`${this.#text.slice(event.start, event.end)} `),
        outer: open,
      });
      return;
    }
    if (open === null) {
      if (event.name === 'back') return;
      const isTold = event.name !== 'first' && current !== this.#blockStart;
      this.#branches = isTold
        ? new Branches(this.graph, { start: this.#blockStart, ends: [current] })
        : new Branches(this.graph, { start: current });
      return;
    }
    open.isList = false;
    open.next(event.name === 'both' ? 2 : 1);
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
    if (event.name === 'template' || event.name === 'listed') {
      const words = this.#text.slice(event.start, event.end);
      const count = countOfBlocks(words, event.name === 'listed');
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
        this.#template = new RepeatedBlock(count, this.#text.slice(event.start));
      this.#startBlock();
      return;
    }
    if (event.name === 'each') {
      if (this.#branches?.isTold === true)
        this.#each = { ends: [...this.#branches.ends], items: 0 };
      else this.#startBlock();
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
    if (this.#template?.isEmpty === false) this.#closeTemplate();
  }

  next(): void {
    this.#each = null;
    if (this.#branches?.isList === true) {
      this.#branches.next();
      this.#layersInSentence = 0;
    }
  }

  end(): void {
    this.#each = null;
    if (this.#pendingSkip && this.#layersInSentence > 0) this.#closeSkip();
    if (this.#template?.isEmpty === false) this.#template.isEnding = true;
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

  /** `dropout after the first`, and `a dense layer after flattening`, which is told after it. */
  #placedAtOne(event: NetworkEvent, call: LayerCall, span: readonly [number, number]): boolean {
    const place = placeAmong(event.after);
    const counted = place === null ? undefined : this.#counted.at(place);
    if (counted !== undefined) this.#insert(counted, call, span);
    const last = this.graph.nodes.at(-1);
    const isBefore = last !== undefined && /^ after (?:an? )?$/.test(event.between);
    if (isBefore) this.graph.insertBefore(last, call, span);
    return counted !== undefined || isBefore;
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
    if (this.#template?.isEmpty === false) this.#closeTemplate();
  }

  #closeSkip(): void {
    this.#pendingSkip = false;
    const start = this.#inBlock ? this.#blockStart : this.#sentenceStart;
    const last = this.graph.nodes.at(-1);
    if (last !== undefined && start !== this.graph.current)
      this.#append(layerCall('Add'), last.span, [this.graph.current, start]);
  }

  #closeTemplate(): void {
    if (this.#template === null) return;
    const blocks = this.#template.build(this.graph);
    this.#template = null;
    if (blocks.length > 1) this.#block = [...(blocks.at(-1) ?? [])];
    this.#copyEnds = blocks.flatMap((block) => block.slice(-1));
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
