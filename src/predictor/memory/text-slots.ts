import { ownTable } from '../../core/index.ts';
import type { Requirement } from '../../artifacts/index.ts';

/** What the user's own words offer for a sentence about the data; null where they do not say it. */
export type Slots = Readonly<Record<SlotName, string | null>>;

const WORD = String.raw`[A-Za-z][\w'/-]*`;
const STOP =
  /^(?:with|for|from|in|on|to|using|based|that|which|where|labell?ed|categori[sz]ed|along|having|containing|stored|used|by|into|is|are|was|were|as|through|via|at|including|such|like|their|classified|divided|split|provided|collected|belonging|resized|represent\w*|indicat\w*|correspond\w*|annotat\w*)$/i;
const LEADING = /^(?:the|a|an|various|different|of|both|several|multiple|their|its|my|given)\s+/i;
/** The next wish: "predict prices and evaluate with RMSE". */
const NEXT_WISH =
  /\s(?:and|then|,) (?:then |also )?(?:evaluat|analy[sz]|visuali[sz]|report|compar|build|train|plot|show|sav|us|measur|test|writ|tun|print|giv|deploy|generat|creat|tell|draw|explain)(?:e|es|ing|s|t)?\b.*$/i;
const MOST_WORDS = 6;

/** Slot -> how it is found in the text of requirement and attributes; group 1 begins the phrase. */
const SLOT_PATTERNS = {
  pictured:
    /\b(?:images?|pictures?|photos?|photographs|scans) (?:of|containing|showing) (.{3,90})/i,
  consisting: /\b(?:consists? of|contain(?:s|ing)|includ(?:es|ing)|comprises) (.{3,90})/i,
  classified:
    /\b(?:classif(?:y|ies|ying)|recogni[sz](?:e|ing)|identify(?:ing)?|detect(?:ing)?|segment(?:ing)?) (.{3,90})/i,
  predicted: /\b(?:predict(?:s|ing)?|forecast(?:ing)?|estimat(?:e|ing)) (.{3,90})/i,
  generated: /\b(?:generat(?:e|ing)|creat(?:e|ing)|produc(?:e|ing)) (.{3,90})/i,
  presence: /\b(?:presence|absence|types?|kinds|categories|classes) of (.{3,90})/i,
} as const;

/** Words before a task's name are what the task is about: "skin lesion classification". */
const TASK_PATTERN = new RegExp(
  String.raw`((?:${WORD} ){1,3})(?:classification|detection|recognition|prediction|segmentation|identification|forecasting|generation|analysis)\b`,
  'i',
);
const DATASET_PATTERN = new RegExp(String.raw`((?:[A-Z][\w'/-]*[ -]?){1,4})[Dd]ata ?set`);
const CHOICE_PATTERN = new RegExp(
  String.raw`\b(${WORD}) (?:or|and|vs\.?|versus) (${WORD})\b`,
  'gi',
);
const CLASSES_PATTERN =
  /\b(\d{1,4}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+){0,2}(?:class|categor|label|breed|species|type|emotion|genre)/i;
const SIDE_PATTERN = /\b(\d{2,4})\s*(?:x|×|by|, ?)\s*(\d{2,4})\b/i;

const NUMBERS: Readonly<Record<string, string>> = ownTable({
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
});

export type SlotName =
  | keyof typeof SLOT_PATTERNS
  | 'about'
  | 'dataset'
  | 'first'
  | 'second'
  | 'classes'
  | 'side'
  | 'side_voted'
  | 'classes_voted'
  | 'columns';

/** Numbers that neighbouring plans have where the user names none. */
export interface VotedNumbers {
  readonly side: number | null;
  readonly classes: number | null;
}

/** Finds what fills the sentences' places. Only the user's words and numbers come out. */
export function readSlots({ text, attributes }: Requirement, voted: VotedNumbers): Slots {
  const both = `${attributes} . ${text}`.slice(0, 2000);
  const found = Object.entries(SLOT_PATTERNS).map(([name, pattern]) => [
    name,
    phrase(pattern.exec(both)?.[1]),
  ]);
  const choice = findChoice(`${text} . ${attributes}`.slice(0, 2000));
  const classes = CLASSES_PATTERN.exec(both)?.[1]?.toLowerCase();
  const side = SIDE_PATTERN.exec(both);
  return {
    ...(Object.fromEntries(found) as Record<keyof typeof SLOT_PATTERNS, string | null>),
    about: phrase(
      TASK_PATTERN.exec(`${text} . ${attributes}`)?.[1]?.replace(
        /^.*\b(?:for|on|perform|build|a|an|the|of|to|and|using|in|my)\s+/i,
        '',
      ),
    ),
    dataset: phrase(DATASET_PATTERN.exec(both)?.[1]?.replace(/^The\s+/, '')),
    first: choice?.[0] ?? null,
    second: choice?.[1] ?? null,
    classes: classes === undefined ? null : (NUMBERS[classes] ?? classes),
    side: side !== null && side[1] === side[2] ? (side[1] ?? null) : null,
    side_voted: voted.side === null ? null : String(voted.side),
    classes_voted: voted.classes === null ? null : String(voted.classes),
    columns: phrase(
      /\b(?:features|columns|variables|attributes|information)\s+(?:such as|like|including|related to|about|on)\s+(.{3,90})/i.exec(
        both,
      )?.[1],
    ),
  };
}

/** Cuts at the first stop word, comma or end; null where nothing of use is left. */
function phrase(text: string | undefined): string | null {
  if (text === undefined) return null;
  const [clause = ''] = text.split(/[.,;:()\n]/);
  let rest = clause.trim().replace(NEXT_WISH, '');
  while (LEADING.test(rest)) rest = rest.replace(LEADING, '');
  const words: string[] = [];
  for (const word of rest.split(/\s+/)) {
    if (STOP.test(word) || words.length === MOST_WORDS) break;
    words.push(word);
  }
  while (/^(?:and|or|the|a|of)$/i.test(words.at(-1) ?? '')) words.pop();
  const joined = words.join(' ').trim();
  return joined.length < 3 ? null : joined;
}

/** "Class weights and oversampling" are no classes; "distinguish cracked and sound tiles" are. */
const TELLS_APART =
  /\b(?:classif\w*|between|distinguish\w*|recogni\w*|identif\w*|detect\w*|predict\w*|either|whether|classes|categor\w*|labels?|labell?ed|folders?|director\w+|namely|as|into|are|is|:)\b[^.;]*$/i;
const MOST_BEFORE = 60;

/** What a network is made of or made with, and what words are of: no classes. */
const NO_CLASS =
  /^(?:lstms?|bilstm|grus?|cnns?|rnns?|xgboost|lightgbm|svm|bert|gpt\w*|transformers?|keras|tensorflow|pytorch|words?|tags?)$/i;

/** "malignant and benign", "cat or dog", "spam or not"; pairs of a whole requirement's verbs are passed over. */
function findChoice(text: string): readonly [string, string] | null {
  for (const match of text.matchAll(CHOICE_PATTERN)) {
    const [said, first, second] = match;
    if (first === undefined || second === undefined) continue;
    const before = text.slice(Math.max(0, match.index - MOST_BEFORE), match.index);
    if (/ and /i.test(said) && !TELLS_APART.test(before)) continue;
    if (NO_CLASS.test(first) || NO_CLASS.test(second)) continue;
    if (
      /ing$|^(?:whether|train|build|data|test|validat\w*|labels?|deep|machine|images?|loss|accuracy|evaluate|develop|model|features?|target|tensorflow|the|a|an|their|create|preprocess)$/i.test(
        first,
      )
    )
      continue;
    if (
      /ing$|^(?:train|build|data|test|validat\w*|labels?|evaluate|the|a|an|their|its|then|use|implement|to|i|optimize|improve|corresponding|target|loss)$/i.test(
        second,
      )
    )
      continue;
    return [capital(first), second === 'not' ? `Not ${first.toLowerCase()}` : capital(second)];
  }
  return null;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
