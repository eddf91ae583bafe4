import { ownTable } from '../../core/index.ts';
import { hasRole } from '../../plan/index.ts';
import { layerRow } from './layer-row.ts';
import type { NetworkEvent } from './network-event.ts';
import type { NetworkGraph, NetworkNode } from './network-graph.ts';

/** Layers as words for a kind of them begin. */
const KINDS: Readonly<Record<string, RegExp>> = ownTable({
  conv: /Conv/,
  pool: /^(?!Global).*Pooling/,
  max: /^MaxPooling/,
  dense: /^Dense/,
  hidden: /^Dense/,
  lstm: /^(?:LSTM|Bidirectional)/,
  gru: /^(?:GRU|Bidirectional)/,
  embedding: /^Embedding/,
  layer: /./,
});
const NAMES = Object.keys(KINDS).join('|');

function kindOf(word: string): RegExp | undefined {
  return Object.entries(KINDS).find(([start]) => word.startsWith(start))?.[1];
}

/** `batch norm before the pools`: a layer beside all of a kind. */
const BESIDE_ALL = new RegExp(
  String.raw`^(?:[^,.;]|\.\d){0,24}?\b(after|before) ((?:(?:all|every|each|of|the|these) )+)((?:${NAMES})\w*)(?: layers?|ing)?\b`,
);

/** Where a layer is put that stands beside all layers of a kind; null where it stands where it is named. */
export function placeIn(
  after: string,
): { readonly side: 'after' | 'before'; readonly kind: RegExp } | null {
  const [whole = '', side, lead = '', word = ''] = BESIDE_ALL.exec(after) ?? [];
  const kind = kindOf(word);
  const isAll = whole.endsWith('s') || /\b(?:all|every|each)\b/.test(lead);
  return kind === undefined || !isAll || kind.source === '.'
    ? null
    : { side: side === 'before' ? 'before' : 'after', kind };
}

const AFTER_EACH =
  /^(?:[^,.;]|\.\d)*?\bafter (?:each|every|both)(?: (?:of (?:them|these|those)|one|layer|(?:dense|hidden|\w+) layer))?\s*(?:[,.;]|and\b|$)/;

/** Whether what ends at a place stands after each of the layers that were counted before, as `dropout 0.5 after each`. */
export function isAfterEach(text: string, end: number): boolean {
  return AFTER_EACH.test(text.slice(end, end + 60));
}

/** The layer that joins branches which a sentence only says are merged. */
export function mergeIn(sentence: string): string {
  if (/\baddition|\badding|\bsum/.test(sentence)) return 'Add';
  return /multipl/.test(sentence) ? 'Multiply' : 'Concatenate';
}

export const ORDINALS = ['first', 'second', 'third', 'fourth'];
const OUTPUT_OF = new RegExp(
  String.raw`\boutput of the (${ORDINALS.join('|')}|last|initial) (${NAMES})`,
);

/** The layer whose output a merge takes beside the current one, where the sentence names it. */
export function findReferent(
  { nodes }: NetworkGraph,
  sentence: string,
  merge: string,
): NetworkNode | null {
  const [, ordinal, word = ''] = OUTPUT_OF.exec(sentence) ?? [];
  const kind = kindOf(word);
  if (ordinal !== undefined && kind !== undefined) {
    const alike = nodes.filter(({ call }) => kind.test(call.name));
    return (ordinal === 'initial' ? alike[0] : alike.at(ORDINALS.indexOf(ordinal))) ?? null;
  }
  if (merge === 'Multiply' || /\bfeature maps?\b/.test(sentence)) {
    const pooled = nodes.findLast(({ call }) => call.name.startsWith('Global'));
    if (pooled?.inputs[0] !== undefined) return pooled.inputs[0];
  }
  return /\badds? the embeddings?\b|\bwith the embeddings?\b/.test(sentence)
    ? (nodes.findLast(({ call }) => call.name === 'Embedding') ?? null)
    : null;
}

const NETWORK_INPUT =
  /\b(?:network|original|model|raw)(?:'s)? input|\b(?:with|to|match|matches) the input\b(?! of)|\binput (?:image|layer)\b/;

/** The network's input where the sentence names it, else `start`. */
export function startIn(
  sentence: string,
  { input }: NetworkGraph,
  start: NetworkNode,
): NetworkNode {
  return NETWORK_INPUT.test(sentence) ? input : start;
}

/** The sentence of a text around a place in it. */
export function sentenceAt(text: string, at: number): string {
  const start = Math.max(...['. ', '; ', '\n'].map((mark) => text.lastIndexOf(mark, at)), 0);
  const rest = text.slice(start === 0 ? 0 : start + 1);
  return rest.split(/[.;](?=\s|$)/)[0] ?? rest;
}

/** Whether blocks are told one by one behind their count: `two blocks. In the first block, ...` */
export function areEnumerated(rest: string): boolean {
  return ENUMERATED.test(rest);
}

const ENUMERATED =
  /^[^.;]{0,80}[.;:,][^.;]{0,40}\b(?:(?:first|1st|initial) (?:\w+ )?(?:block|stage|module)|(?:block|stage|module) (?:one|1))\b/;

/** Whether words of joining name what was joined before: `the fused features are flattened`. */
export function isResult(words: string): boolean {
  return /^\w+ed (?:\w+ )?(?:features?|feature maps?|maps?|outputs?|results?|vectors?|tensors?|representations?)\b/.test(
    words,
  );
}

/** Whether a count of blocks is of the block that was told before. */
export function isBackward(words: string): boolean {
  return / such |^(?:repeat\w*|(?:use|apply|call|stack)\w* (?:it|them|this|the)\b.*) (?:twice|\w+ times)$/.test(
    words,
  );
}

/** Whether what follows stands between the copies of a block. */
export function isBetweenBlocks(words: string): boolean {
  return /\bbetween (?:the|these|two|every two|consecutive|successive) (?:\w+ )?(?:blocks|stages|modules)\b/.test(
    words,
  );
}

const STOPS_EACH = /\b(?:then|finally|before|afterwards|after which|lastly)\b/;

/** Whether a layer is none of those that follow each of several others; items: how many of these there are already. */
export function endsEach({ name, between }: NetworkEvent, items: number): boolean {
  if (items === 0) return false;
  const isOther = hasRole(layerRow({ name }), 'flatten', 'global pooling', 'dense');
  return (
    isOther ||
    STOPS_EACH.test(between) ||
    (/,\s*(?:and\s+)?(?:an?|one|the|finally)\s*$/.test(between) &&
      items === 1 &&
      !/^,\s*$/.test(between))
  );
}

/** Which of several layers that were counted a layer stands behind: 0 of `after the first`; null where none is named. */
export function placeAmong(after: string): number | null {
  if (/^(?:[^,.;]|\.\d){0,12}\bbetween (?:them|the two|these|both)\b/.test(after)) return 0;
  const ordinal =
    /^(?:[^,.;]|\.\d){0,12}\bafter the (first|second|third|fourth|last)(?: one| layer)?\b(?! \w*(?:block|conv|pool))/.exec(
      after,
    )?.[1];
  return ordinal === undefined ? null : ORDINALS.indexOf(ordinal);
}
