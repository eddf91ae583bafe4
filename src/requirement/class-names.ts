import { forText, lazyExpression, type ExpressionFor } from '../core/index.ts';
import { MEASUREMENTS } from './names.ts';
import { readCount } from './numbers.ts';

/** What classes are called. */
export const CLASS_WORD = String.raw`(?:classes|categories|labels|types|species|groups|genres|emotions|kinds|topics|levels|outcomes|breeds|digits)`;

/** Things that are told apart. */
const KIND_WORD = String.raw`(?:${CLASS_WORD}|activities|actions|animals|conditions|defects|diseases|expressions|faults|gestures|intents|moods|objects|poses|products|sentiments|signs)`;
const TELL = String.raw`(?:classif|recogni[sz]|identif|distinguish|categori[sz]|differentiat|separat|sort|tell|detect|predict)\w*`;
/** An object of such a verb; "with models such as" lists none. */
const OBJECT = String.raw`(?:(?!(?:using|with|from|based|by|through|via)\b)[\p{L}-]+\s+){0,6}?`;
/**
 * No comma within quotes, and no space at the end of bare words: either could be read in two ways, and the engine would
 * try both for every item.
 */
const itemOf = (letter: string): string =>
  String.raw`(?:"[^",\n]{1,40}"|'[^',\n]{1,40}'|[\p{L}\d](?:${letter}{0,38}?[\p{L}\d'/_-])?)`;
const ITEM = itemOf(String.raw`[\p{L}\d' /_-]`);
/** The same without "and" and "or" inside, so that a list can only be cut in one way. */
const LONE_ITEM = String.raw`(?!(?:and|or) )${itemOf(String.raw`(?:(?! (?:and|or) )[\p{L}\d' /_-])`)}`;
const LIST_END = String.raw`(?=\s*[.;:)\]\n]|\s*$|\s+(?:using|based|with|from|by|in|on|apart|classes|categories|labels|groups)\b)`;
/** Three names or more: two may be anything that stands together. */
const LONG_LIST = String.raw`(${ITEM}(?:\s*,\s*${ITEM})+\s*,?\s*(?:and|or)\s+${ITEM})${LIST_END}`;
/** Closed by "and" or "or"; an open list holds more than it names. */
const CLOSED_LIST = String.raw`(${ITEM}(?:\s*,\s*${ITEM})*\s*,?\s*(?:and|or|&|/)\s*${ITEM})${LIST_END}`;
const COMMA_LIST = String.raw`([\p{L}]${ITEM}(?:\s*,\s*(?:(?:and|or) )?(?!(?:and|or) )${ITEM}){2,})(?=[.)]|$)`;

/** One of two things that are set against each other. */
const OPPOSED = String.raw`[\p{L}\d][\p{L}\d-]*`;
/** What classes are called before they are named as such: `malignant and benign categories`. */
const BEFORE_KIND = String.raw`(?!(?:train|test|valid|input|output|multipl|binary|differ|other|all|both|the|its|their|number|type|more|two|three|image|text|data|target|label|minority|majority|rare|positive|negative|main|sub|class)\w*\b)[\p{L}\d][\p{L}\d-]+`;
/** Words that name nothing but classes, wherever they are listed. */
const POLARITY = String.raw`\b(?:very )?(?:positive|negative|neutral|mixed)\b`;
const OTHER_POLARITY = `(?:(?:, (?:and |or )?| and | or | ?/ ?)${POLARITY})`;

/** Numbers of classes that a list behind them has to keep: `three outcomes white, black, draw`. */
const COUNTED = lazyExpression(
  String.raw`\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:[\p{L}-]+ )?${KIND_WORD}\s+(${LONE_ITEM}(?:\s*,\s*(?:(?:and|or) )?${LONE_ITEM}|\s+(?:and|or)\s+${LONE_ITEM})+)(?=[.;:)\]\n]|$|\s+(?:from|in|of|using|with|by)\b)`,
  'iu',
);
const LISTED_CLASSES: readonly ExpressionFor[] = [
  [
    String.raw`\b${CLASS_WORD}\s*(?:\(|:|-|,? namely|,? i\.?e\.?,?|,? are|,? called)\s*`,
    CLOSED_LIST,
  ],
  [String.raw`\b${KIND_WORD}\s*,?\s*(?:such as|like|including)\s+`, CLOSED_LIST],
  [
    String.raw`\b(?:labell?ed|categorized|classified|(?:classif(?:y|ies|ying)|sort(?:s|ing)?|split(?:s|ting)?|separat(?:e|es|ing)|divid(?:e|es|ing)|group(?:s|ing)?|assign(?:s|ing)?|put(?:s|ting)?|categori[sz](?:e|es|ing)) [\w -]{1,60}?|marked|grouped|sorted|split|divided)\s+(?:(?<!such )as|(?:in)?to)\s+(?:either\s+)?`,
    CLOSED_LIST,
  ],
  [String.raw`\beither\s+`, CLOSED_LIST],
  [
    String.raw`\b(?:distinguish|differentiat|discriminat|classif|choos|decid)\w*\s+${OBJECT}between\s+`,
    CLOSED_LIST,
  ],
  [String.raw`\b(?:label|target|class)\w*(?: variable)?[^.]{0,30}?\(\s*`, CLOSED_LIST],
  [String.raw`\b(?:whether|if)\s+${OBJECT}(?:is|are|was|were)\s+(?:an? )?`, CLOSED_LIST],
  [
    String.raw`\b(?:target labels?|${CLASS_WORD})\s+(?:include|comprise|consist of)\s+`,
    CLOSED_LIST,
  ],
  [
    String.raw`\b(?:classif|distinguish|differentiat|recogni[sz]|detect)\w*[^.;:()]{0,60}[ (]`,
    `(${OPPOSED} (?:vs\\.?|versus) ${OPPOSED})${LIST_END}`,
  ],
  ['', `(${POLARITY}${OTHER_POLARITY}+)(?! (?:values?|numbers?|samples?|pairs?|examples?|words?))`],
  [String.raw`\b${TELL}\s+${OBJECT}(?:images?|photos?|pictures?|recordings)\s+of\s+`, CLOSED_LIST],
  [String.raw`\b(?:images?|photos?|pictures?|recordings)\s+of\s+`, LONG_LIST],
  [
    String.raw`\b(?:distinguish|differentiat|tell)\w*\s+(?!(?:me|us|how|what|whether|if)\b)`,
    CLOSED_LIST,
  ],
  [
    String.raw`\b${TELL}\s+${OBJECT}(?!(?:${MEASUREMENTS}|columns)\b)[\p{L}-]+\s*[(:]\s*`,
    COMMA_LIST,
  ],
  [
    String.raw`\b(?:distinguish|differentiat|tell|separat)\w*\s+`,
    `(${ITEM} from ${ITEM})${LIST_END}`,
  ],
  [
    '',
    String.raw`(?<![\p{L}\d-] (?:and|or) )(?<![\p{L}\d-])(${BEFORE_KIND}(?:, ${BEFORE_KIND}){0,4},? (?:and|or) ${BEFORE_KIND})(?= (?:classes|categories|conditions|cases)\b)`,
  ],
  [
    String.raw`\b${TELL}\s+${OBJECT}(?:images?|photos?|pictures?|scans?|slides?|samples?|patients?)\s+`,
    String.raw`(with and without ${OPPOSED})`,
  ],
].map(([lead = '', list = '']) => lazyExpression(lead + list, 'iu'));

export interface ListedNames {
  readonly names: readonly string[];
  /** How surely the list is one of classes: the place of its pattern, 0 the surest. */
  readonly rank: number;
  /** Offsets of the list in the text. */
  readonly start: number;
  readonly end: number;
}

/** Names listed as classes, e.g. `two classes: Fresh and Stale`; null where none are listed or the list is open. */
export function readClassNames(text: string): ListedNames | null {
  const numbered = readNumbered(text) ?? readQuotedList(text) ?? readCounted(text);
  if (numbered !== null) return numbered;
  const bare = text.replaceAll(forText(COUNTS_OF_ITEMS, text), (count) => ' '.repeat(count.length));
  for (const [rank, pattern] of LISTED_CLASSES.entries()) {
    const found = pattern(bare).exec(bare);
    const list = found?.[1];
    if (found === null || list === undefined || isApposition(found[0], list)) continue;
    const names = /^with and without /i.test(list) ? oppositesOf(list) : splitList(list);
    const end = found.index + found[0].length;
    if (names.length > 1 && names.every(isClassName))
      return { names, rank, start: end - list.length, end };
  }
  return null;
}

/** `with and without IDC` as the names of both. */
function oppositesOf(list: string): string[] {
  const name = list.split(' ').at(-1) ?? '';
  return [`with ${name}`, `without ${name}`];
}

/** `Normal (8,851 images)`. */
const COUNTS_OF_ITEMS = /\(\s*\d[\d,.]*\+?(?: [\p{L}]+){0,2}\s*\)/gu;

/** "Images of corn or maize leaf diseases" says one thing in two words. */
function isApposition(said: string, list: string): boolean {
  const [first = '', last = '', ...others] = list.split(/ or /i);
  return (
    / of /i.test(said.slice(0, said.length - list.length)) &&
    others.length === 0 &&
    last.trim().split(' ').length > first.trim().split(' ').length
  );
}

/** `"Target Labels List": ["Seizure", "Other"]`. */
const QUOTED_LIST =
  /\b(?:labels?|class(?:es)?|categories)[\w ]{0,20}["']?\s*[:=]\s*(\[\s*(?:(?:"[^"\n]{1,60}"|'[^'\n]{1,60}')\s*,?\s*){2,100}\])/i;

function readQuotedList(text: string): ListedNames | null {
  const found = QUOTED_LIST.exec(text);
  const list = found?.[1];
  if (found === null || list === undefined) return null;
  const names = [...list.matchAll(/"([^"]+)"|'([^']+)'/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  const end = found.index + found[0].length;
  return names.every(isClassName) ? { names, rank: 0, start: end - list.length, end } : null;
}

/** A list of just so many names as are counted before it. */
function readCounted(text: string): ListedNames | null {
  const found = COUNTED(text).exec(text);
  const [said = '', count = '', list = ''] = found ?? [];
  if (found === null) return null;
  const names = splitList(list);
  const end = found.index + said.length;
  return names.length === readCount(count.toLowerCase()) && names.every(isClassName)
    ? { names, rank: 0, start: end - list.length, end }
    : null;
}

/** `0 for Fresh, 1 for Stale`, `0 (not tumor), 1 (necrotic core)`. */
const NUMBERED = lazyExpression(
  String.raw`(?<![\p{L}\d.])(\d{1,3})\s*(?:(?:for|is|=|:|-|–|means|indicates|representing)\s*["']?(${ITEM})["']?|\(\s*([^()\n]{1,40}?)\s*\))(?=\s*(?:[,;.)"'\n]|and\b|or\b|$))`,
  'giu',
);

function readNumbered(text: string): ListedNames | null {
  const rows = [...text.matchAll(NUMBERED(text))].map((match) => ({
    number: Number(match[1]),
    name: (match[2] ?? match[3] ?? '').trim().replace(/^the /i, ''),
    start: match.index,
    end: match.index + match[0].length,
  }));
  return listOfNumbers(rows) ?? listOfNumbers(namesBefore(text));
}

/** `benign (0) or malignant (1)`. */
const NUMBER_BEHIND = lazyExpression(
  String.raw`(?<![\p{L}\d-])(?!(?:of|and|or|the|in|is|to|for|with|as|by|at|from|than|fig\w*|tables?|eq\w*|section|version|level|layer|block|page|step|axis|channels?)\b)(\p{L}[\p{L}\d-]{1,30}) ?\((?:class |label )?(\d{1,2})\)`,
  'gu',
);

function namesBefore(text: string): NumberedName[] {
  return [...text.matchAll(NUMBER_BEHIND(text))].map((match) => ({
    number: Number(match[2]),
    name: match[1] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}

interface NumberedName {
  readonly number: number;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Names of the numbers 0, 1, ... or 1, 2, ..., in this order. */
function listOfNumbers(rows: readonly NumberedName[]): ListedNames | null {
  const first = rows.findIndex(({ number }) => number <= 1);
  const from = rows[first];
  if (from === undefined) return null;
  const list = rows.slice(first).filter(({ number }, at) => number === from.number + at);
  const names = list.map(({ name }) => name);
  const isList =
    list.length >= 2 && names.every((name) => /\p{L}/u.test(name) && isClassName(name));
  return isList ? { names, rank: -1, start: from.start, end: list.at(-1)?.end ?? from.end } : null;
}

function splitList(list: string): string[] {
  return list
    .split(/\s*,\s*(?:and |or )?|\s+(?:and|or|from|&|vs\.?|versus)\s+|\s*\/\s*/i)
    .map((name) =>
      name
        .trim()
        .replace(/^["'](.*)["']$/, '$1')
        .replace(/^(?:an?|the) /i, '')
        .replace(/ for .*$/i, ''),
    )
    .filter((name) => name !== '');
}

const NO_CLASS =
  /^not$|(?<!^(?:with|without) .*)\b(?:in|for|along|of the|are|is|has|have)\b(?= )|\bto be\b|^(the|its|next|their|other|others|more|etc|so on|corresponding|each|image|images|test|training|validation|different|various|etc\.|test(ing)? sets?|train(ing)? sets?)\b|\b(classes|categories)$|^\d+ (classes|categories)\b|\b(using|via|compare|evaluate)\b|^(train|training|test|testing|actual|predicted|loss|epochs?)$/i;

/** `22 channels`, `250 Hz`, `4 s`: what was measured, and how. */
const MEASURE =
  /^\d[\d.,]* ?(?:channels?|k?hz|s|secs?|seconds?|ms|min(?:ute)?s?|hours?|px|pixels?|mm|cm|leads?|sensors?|electrodes?|bits?|features?|columns?)$/i;

function isClassName(name: string): boolean {
  return name.split(' ').length <= 4 && !NO_CLASS.test(name) && !MEASURE.test(name);
}
