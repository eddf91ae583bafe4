/** What classes are called. */
export const CLASS_WORD = String.raw`(?:classes|categories|labels|types|species|groups|genres|emotions|kinds|topics|levels|outcomes|breeds|digits)`;

/** Things that are told apart. */
const KIND_WORD = String.raw`(?:${CLASS_WORD}|activities|actions|animals|conditions|defects|diseases|expressions|faults|gestures|intents|moods|objects|poses|products|sentiments|signs)`;
const TELL = String.raw`(?:classif|recogni[sz]|identif|distinguish|categori[sz]|differentiat|separat|sort|tell|detect|predict)\w*`;
/** An object of such a verb; "with models such as" lists none. */
const OBJECT = String.raw`(?:(?!(?:using|with|from|based|by|through|via)\b)[\p{L}-]+\s+){0,6}?`;
const ITEM = String.raw`(?:"[^"\n]{1,40}"|'[^'\n]{1,40}'|[\p{L}\d][\p{L}\d' /_-]{0,39}?)`;
const LIST_END = String.raw`(?=[.;:)\]\n]|$|\s+(?:using|based|with|from|by|in|on|apart)\b)`;
/** Closed by "and" or "or"; an open list holds more than it names. */
const CLOSED_LIST = String.raw`(${ITEM}(?:\s*,\s*${ITEM})*\s*,?\s*(?:and|or|&|/)\s*${ITEM})${LIST_END}`;
const COMMA_LIST = String.raw`([\p{L}]${ITEM}(?:\s*,\s*(?:and |or )?${ITEM}){2,})(?=[.)]|$)`;

const LISTED_CLASSES: readonly RegExp[] = [
  [
    String.raw`\b${CLASS_WORD}\s*(?:\(|:|-|,? namely|,? i\.?e\.?,?|,? are|,? called)\s*`,
    CLOSED_LIST,
  ],
  [String.raw`\b${KIND_WORD}\s*,?\s*(?:such as|like|including)\s+`, CLOSED_LIST],
  [
    String.raw`\b(?:labell?ed|categorized|classified|classify [\w ]{1,40}?|marked|grouped)\s+(?:(?<!such )as|into)\s+(?:either\s+)?`,
    CLOSED_LIST,
  ],
  [String.raw`\b(?:either|between)\s+`, CLOSED_LIST],
  [String.raw`\b(?:label|target|class)\w*(?: variable)?[^.]{0,30}?\(\s*`, CLOSED_LIST],
  [String.raw`\b(?:whether|if)\s+${OBJECT}(?:is|are|was|were)\s+(?:an? )?`, CLOSED_LIST],
  [String.raw`\b${TELL}\s+${OBJECT}(?:images?|photos?|pictures?|recordings)\s+of\s+`, CLOSED_LIST],
  [
    String.raw`\b(?:distinguish|differentiat|tell)\w*\s+(?!(?:me|us|how|what|whether|if)\b)`,
    CLOSED_LIST,
  ],
  [String.raw`\b${TELL}\s+${OBJECT}[\p{L}-]+\s*[(:]\s*`, COMMA_LIST],
  [
    String.raw`\b(?:distinguish|differentiat|tell|separat)\w*\s+`,
    `(${ITEM} from ${ITEM})${LIST_END}`,
  ],
].map(([lead = '', list = '']) => new RegExp(lead + list, 'iu'));

/** Names listed as classes, e.g. `two classes: Fresh and Stale`; empty where none are listed or the list is open. */
export function readClassNames(text: string): string[] {
  for (const pattern of LISTED_CLASSES) {
    const found = pattern.exec(text)?.[1];
    const names = found === undefined ? [] : splitList(found);
    if (names.length > 1 && names.every(isClassName)) return names;
  }
  return [];
}

function splitList(list: string): string[] {
  return list
    .split(/\s*,\s*(?:and |or )?|\s+(?:and|or|from|&)\s+|\s*\/\s*/i)
    .map((name) =>
      name
        .trim()
        .replace(/^["'](.*)["']$/, '$1')
        .replace(/^(?:an?|the) /i, ''),
    )
    .filter((name) => name !== '');
}

const NO_CLASS =
  /^not$|^(the|its|their|other|others|more|etc|so on|corresponding|each|image|images|test|training|validation|different|various|etc\.|test(ing)? sets?|train(ing)? sets?)\b|\b(classes|categories)$/i;

function isClassName(name: string): boolean {
  return name.split(' ').length <= 4 && !NO_CLASS.test(name);
}
