import type { Ask } from '../artifacts/index.ts';
import { forText } from '../core/index.ts';
import { askAt } from './find-terms.ts';
import { findMentions } from './model-mentions.ts';
import type { ReadableText } from './readable-text.ts';

/** Words that join models, with what may stand between them and the first: "combine the predictions of". */
const JOIN =
  /\b(?:combin|stack|blend|averag|ensembl|voting)\w*(?: (?:the|an?|of|from|between|with|using|ensembles?|predictions?|outputs?|answers?|models?|classifiers?|regressors?)\b){0,6}/g;
/** Where a list of models ends. */
const LIST_END =
  /\.(?!\d)|[;:]| (?:to|for|on|that|which|whose|as|compared?|report|predict|evaluate|train|plot|versus|vs)\b/;
const LONGEST_LIST = 160;
const NETWORK =
  /\b(?:neural net(?:work)?s?|(?:deep )?networks?|[ad]nn|mlp|cnn|lstm|gru|keras model|deep learning model)\b/;

/** Models that are no networks and are to answer together: the joining word, and a network that is joined with them. */
export function findEnsembles(text: ReadableText): readonly Ask[] {
  const own = text.words.slice(0, text.attributesAt.words);
  return [...own.matchAll(forText(JOIN, own))].flatMap(({ index, 0: said }) => {
    const from = index + said.length;
    const rest = own.slice(from, from + LONGEST_LIST);
    const list = rest.slice(0, LIST_END.exec(rest)?.index);
    const [first, second] = findMentions(list);
    const network = NETWORK.exec(list);
    const isJoined = first !== undefined && second !== undefined;
    if (!isJoined || Math.min(first.start, network?.index ?? first.start) > FARTHEST) return [];
    const word = /^\w+/.exec(said)?.[0] ?? '';
    const ensemble = askAt(text, 'technique', 'ensemble', word, index, index + word.length);
    const joined = HEARD.test(word) ? [] : [ensemble];
    if (network === null) return joined;
    const at = from + network.index;
    const end = at + network[0].length;
    return [...joined, askAt(text, 'technique', 'ensemble with the network', true, at, end)];
  });
}

/** Words that are a term by themselves. */
const HEARD = /^(?:ensembl|blend|stacking|voting)/;

/** Letters before the first model of a list. */
const FARTHEST = 20;
