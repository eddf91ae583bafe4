import type { Ask } from '../artifacts/index.ts';
import { forText } from '../core/index.ts';
import { PLAIN } from './plain-words.ts';
import type { ReadableText } from './readable-text.ts';

/** Words that open a phrase in which something is asked for. */
const OPENS =
  /^(?:us(?:e|ing|es)|utili[sz](?:e|es|ing)|leverag(?:e|es|ing)|employ(?:s|ing)?|with|via|through|incorporat\w+|includ\w+|combin\w+|based|focus\w*|along|plus|featuring|involving|specifically|namely|perform\w*|implement\w*|appl(?:y|ies|ying)|visuali[sz]\w*|report\w*|compar\w+|handl\w+|add(?:s|ing)?|save|saves|saving|show\w*|plot\w*|display\w*|comput(?:e|es|ing)|calculat\w+|extract\w*|convert\w*|deploy\w*|integrat\w+|contain\w*|consist\w*|compris\w+|has|have|having|associated|also|too)$/;
const POSSESSES = /^(?:has|have|having)$/;
/** Words behind which a phrase speaks of what something is for or of: the subject, not what is asked. */
const CLOSES =
  /^(?:of|for|in|on|at|to|from|into|that|which|where|whose|when|while|by|as|about|between|per|during|after|before|so|because|if|whether|is|are|was|were|be|been|being|can|will|would|should|could|may|might|must|do|does|did|indicat\w+|represent\w*|describ\w*|label(?:l?ed|ing)|categori[sz]ed|predict\w*|classif\w*|detect\w*|forecast\w*|recogni\w*|identif\w*|generat\w*|segment\w*|translat\w*|build\w*|creat\w*|develop\w*|train\w*|mak\w+)$/;
/** `prompt IDs` are a column, `text data` are not. */
const IDENTIFIERS = new Set([
  'id',
  'ids',
  'identifier',
  'identifiers',
  'name',
  'names',
  'number',
  'numbers',
]);
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}'’&+#.-]*|[,;:.!?()\n]/gu;
const ENDS = /^[;:.!?()\n]$/;
const MOST_WORDS = 6;
const VERBAL = /(?:ed|ing)$/;
const ADJECTIVE = /(?:al|ic|ive|ary|ous|able|ible|ful|less|ent|ant)$/;

interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Phrases in which something is asked for, and of which no ask says anything: what follows "using", "with", "including"
 * and their like, item by item. They are asks too, of a kind that nobody knows.
 */
export function findUnread(text: ReadableText, asks: readonly Ask[]): readonly Ask[] {
  const spans = asks.map(({ span }) => span);
  const found: Ask[] = [];
  let item: Token[] = [];
  let list: Token[][] = [];
  let isAsking = false;
  let last = '';
  const closeList = (): void => {
    list.push(item);
    const head = list.findLast((tokens) => tokens.length > 0)?.at(-1);
    // "demographic and medical data": what stands before the last are adjectives of it.
    const isPlainHead = head !== undefined && PLAIN.has(head.word);
    for (const tokens of list) {
      const unread = tokens.filter(isUnread);
      const last = tokens.at(-1);
      if (unread.length === 0 || last === undefined) continue;
      const isPlainThing = PLAIN.has(last.word) && !IDENTIFIERS.has(last.word);
      if (isPlainThing && !unread.some(isName)) continue;
      if (
        tokens.length === 1 &&
        (VERBAL.test(last.word) || (isPlainHead && ADJECTIVE.test(last.word)))
      )
        continue;
      const first = unread[0] as Token;
      const span = text.place(first.start, (unread.at(-1) as Token).end);
      found.push({
        kind: 'data',
        name: 'unknown',
        value: true,
        words: text.original.slice(...span),
        span,
      });
    }
    item = [];
    list = [];
  };
  const isName = ({ start, end }: Token): boolean =>
    /\p{Lu}|\d/u.test(text.original.slice(...text.place(start, end)));
  const isUnread = ({ word, start, end }: Token): boolean => {
    if (PLAIN.has(word) || word.length < 2 || /^[\d.,%-]+$/.test(word)) return false;
    const [from, to] = text.place(start, end);
    return !spans.some(([left, right]) => left < to && from < right);
  };
  for (const match of text.words.matchAll(forText(TOKEN, text.words))) {
    const word = match[0].replace(/[.'’-]+$/, '');
    const token = { word, start: match.index, end: match.index + word.length };
    if (ENDS.test(match[0])) {
      closeList();
      isAsking = isAsking && /[(:]/.test(match[0]);
    } else if (match[0] === ',' || /^(?:and|or|&)$/.test(word)) {
      list.push(item);
      item = [];
    } else if (OPENS.test(word)) {
      closeList();
      // "I have energy readings" says what there is.
      isAsking = !(POSSESSES.test(word) && /^(?:i|we|you)$/.test(last));
    } else if (CLOSES.test(word)) {
      if (item.at(-1)?.word === 'combination') continue;
      closeList();
      isAsking = false;
    } else if (isAsking && item.length < MOST_WORDS) item.push(token);
    if (match[0].endsWith('.') && !ENDS.test(match[0])) {
      closeList();
      isAsking = false;
    }
    last = word;
  }
  closeList();
  return found;
}
