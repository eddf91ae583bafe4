import type { Ask } from '../artifacts/index.ts';
import { forText } from '../core/index.ts';
import { askAt } from './find-terms.ts';
import { findMentions } from './model-mentions.ts';
import type { ReadableText } from './readable-text.ts';

/** Words that join models, with what may stand between them and the first: "combine the predictions of". */
const JOIN =
  /\b(?!stack\w* (?:of )?(?:bi|lstm|gru|rnn|conv|recurrent|layer|dense))(?:soft |hard |majority )?(?:combin|stack|blend|averag|ensembl|vot)\w*(?:[ -](?:the|an?|of|from|between|with|using|over|ensembles?|predictions?|outputs?|answers?|models?|classif\w+|regressors?)\b){0,6}/g;
/** Those that join what was named before them. */
const BY_ITSELF =
  /^(?:ensembl|stacking|stacked (?:model|classif|regress|ensembl|generali)|blending|(?:soft|hard|majority) vot|voting)/;
/** Where a list of models ends. */
const LIST_END =
  /\.(?!\d)|[;:]| (?:to|for|on|that|which|whose|as|by|compared?|report|predict|evaluate|train|plot|versus|vs)\b/;
const LONGEST_LIST = 160;
/** Letters before the first model of a list. */
const FARTHEST = 20;
const NETWORK =
  /\b(?:neural net(?:work)?s?|(?:deep )?networks?|[ad]nn|mlp|cnn|lstm|gru|keras model|deep learning model)\b/;

/** How models answer together, by the words for it; where none is said, they vote. */
const JOINING_WORDS = [
  [
    'stacking',
    /\bstack(?:s|ing)?\b(?! (?:of )?(?:bi|lstm|gru|rnn|conv|recurrent|layer|dense))|\bstacked (?:models?|classif|regress|ensembl|generali)|\bmeta[ -](?:model|learner)/,
  ],
  ['hard voting', /\b(?:hard|majority)[ -]vot/],
  ['soft voting', /(?<!\b(?:hard|majority)[ -])\bvot(?:es?|ing)\b/],
] as const;

interface Joined {
  readonly start: number;
  readonly end: number;
  /** Models of the list behind it. */
  readonly models: readonly string[];
  /** Where a network stands in that list. */
  readonly network: readonly [number, number] | null;
}

/**
 * Models that are no networks and answer together. Values: how, and the models; of no model, all that are named. A network
 * among them is an ask of its own.
 */
export function findEnsembles(text: ReadableText): readonly Ask[] {
  const own = text.words.slice(0, text.attributesAt.words);
  if (findMentions(own).length < 2) return [];
  const found = [...own.matchAll(forText(JOIN, own))].map((match) => readList(own, match));
  const joined =
    found.find(({ models }) => models.length > 1) ??
    found.find(({ start }) => BY_ITSELF.test(own.slice(start)));
  if (joined === undefined) return [];
  const { start, end, models, network } = joined;
  const said = JOINING_WORDS.flatMap(([name, words]) => (words.test(own) ? [name] : []));
  const ways = said.length > 0 ? said : ['soft voting'];
  return [
    ...ways.map((way) => askAt(text, 'technique', 'ensemble', [way, ...models], start, end)),
    ...(network === null
      ? []
      : [askAt(text, 'technique', 'ensemble with the network', true, ...network)]),
  ];
}

function readList(words: string, { index, 0: said }: RegExpExecArray): Joined {
  const from = index + said.length;
  const rest = words.slice(from, from + LONGEST_LIST);
  const list = rest.slice(0, LIST_END.exec(rest)?.index);
  const mentions = findMentions(list);
  const network = NETWORK.exec(list);
  const first = Math.min(mentions[0]?.start ?? LONGEST_LIST, network?.index ?? LONGEST_LIST);
  const isList = mentions.length > 1 && first <= FARTHEST;
  return {
    start: index,
    end: index + (/^(?:(?:soft|hard|majority) )?\w+/.exec(said)?.[0].length ?? said.length),
    models: isList ? [...new Set(mentions.map(({ model }) => model.name))] : [],
    network:
      isList && network !== null
        ? [from + network.index, from + network.index + network[0].length]
        : null,
  };
}
