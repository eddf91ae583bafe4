import type { Ask } from '../artifacts/index.ts';
import type { ReadableText } from './readable-text.ts';

/** Words that open a phrase in which something is asked for. */
const OPENS =
  /^(?:us(?:e|ing|es)|utili[sz](?:e|es|ing)|leverag(?:e|es|ing)|employ(?:s|ing)?|with|via|through|incorporat\w+|includ\w+|combin\w+|based|focus\w*|along|plus|featuring|involving|specifically|namely|perform\w*|implement\w*|appl(?:y|ies|ying)|visuali[sz]\w*|report\w*|compar\w+|handl\w+|add(?:s|ing)?|save|saves|saving|show\w*|plot\w*|display\w*|comput(?:e|es|ing)|calculat\w+|extract\w*|convert\w*|deploy\w*|integrat\w+|contain\w*|consist\w*|compris\w+|has|have|having|associated|also|too)$/;
/** Words behind which a phrase speaks of what something is for or of: the subject, not what is asked. */
const CLOSES =
  /^(?:of|for|in|on|at|to|from|into|that|which|where|whose|when|while|by|as|about|between|per|during|after|before|so|because|if|whether|is|are|was|were|be|been|being|can|will|would|should|could|may|might|must|do|does|did|indicat\w+|represent\w*|describ\w*|label(?:l?ed|ing)|categori[sz]ed|predict\w*|classif\w*|detect\w*|forecast\w*|recogni\w*|identif\w*|generat\w*|segment\w*|translat\w*|build\w*|creat\w*|develop\w*|train\w*|mak\w+)$/;
/** Words that say nothing by themselves, or what every requirement says. */
const PLAIN = new Set(
  (
    'a an the this that these those it its their our my your his her i we you they he she them us me who what how not no and or but nor either both each every any all some several many more most other another such same own only just very too also then than there here again ' +
    'data dataset datasets set sets file files value values number numbers amount total count instance instances sample samples example examples item items row rows record records entry entries observation observations case cases feature features attribute attributes variable variables column columns field fields label labels target targets class classes category categories categorical numerical numeric output outputs input inputs result results ' +
    'model models network networks architecture architectures layer layers algorithm algorithms approach approaches method methods methodology technique techniques system systems solution task tasks problem problems project goal purpose aim objective work process procedure pipeline step steps stage tool tools library libraries framework function functions code program script implementation learning machine deep neural artificial intelligence ' +
    'various different multiple specific certain particular corresponding associated respective related relevant provided given available existing specified unspecified known unknown new additional extra further important significant main key general overall whole entire complete full simple basic advanced custom customized standard common popular modern efficient effective accurate robust good better best high low large small big long short early late high-quality quality possible potential appropriate suitable useful type types kind kinds form forms format formats part parts way ways time times order name names word words level levels range ' +
    'want need like wish would could should please aim plan try hope order help using use used uses utilize based within across over under above below up down out off well together along respectively i.e e.g etc including include includes included contains contain consists consist consisting represent represents representing indicate indicates indicating describe describes describing show shows showing provide provides providing ' +
    'perform performs performing implement implementing apply applying make makes making build building built create creating develop developing design designing train trains trained training test tests tested testing validate validation evaluate evaluation predict prediction predictions predicting classify classification classifying analysis analyze processing process performance accuracy metrics metric improve improving achieve achieving explore exploring ensure experiment experiments research study explicitly stated mentioned organized structured stored saved loaded load loading read reading directory directories folder folders subfolder subfolders path paths kaggle python tensorflow keras information details set-up up-to thousands hundreds two three four five six seven eight nine ten one first second third last single binary real-world real world domain purposes competition challenge raw processed original final initial individual unique distinct per-instance id ids identifier ' +
    'image images photo photos picture pictures text texts audio sound sounds video videos series table tables signal signals sequence sequences combination combinations pixel pixels size sizes shape shapes resolution dimension dimensions'
  ).split(/\s+/),
);
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
  for (const match of text.words.matchAll(TOKEN)) {
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
      isAsking = true;
    } else if (CLOSES.test(word)) {
      if (item.at(-1)?.word === 'combination') continue;
      closeList();
      isAsking = false;
    } else if (isAsking && item.length < MOST_WORDS) item.push(token);
    if (match[0].endsWith('.') && !ENDS.test(match[0])) {
      closeList();
      isAsking = false;
    }
  }
  closeList();
  return found;
}
