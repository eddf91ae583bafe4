import { forText, lazyExpression } from '../core/index.ts';
import { PLAIN } from './plain-words.ts';

/** Columns, files and folders that a requirement names. */
export interface NamedThing {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface NamedColumn extends NamedThing {
  readonly role: 'target' | 'listed';
}

/** An identifier, or up to three words. */
const LETTER = String.raw`(?:[\p{L}\p{N}_%/-]|\.(?=[\p{L}\p{N}]))`;
const NAME = String.raw`[\p{L}_]${LETTER}*(?:[ ](?!(?:and|or|to|is|are|as|of|for|in|with|where|which|that|from|by|each|the|on|has|have|into|per|given|each|contain\w*|hold\w*|indicat\w*|represent\w*|show\w*|describ\w*|denot\w*|specif\w*|whether)\b)(?:${LETTER}+(?:\([^(),\n ]{1,12}\))?|#|\([^(),\n ]{1,12}\))){0,2}`;
const QUOTES = String.raw`'([^'\n]{1,80})'|"([^"\n]{1,80})"|${'`'}([^${'`'}\n]{1,80})${'`'}|“([^”\n]{1,80})”|‘([^’\n]{1,80})’`;
const QUOTED = lazyExpression(String.raw`(?<![\p{L}\d])(?:${QUOTES})(?![\p{L}\d])`, 'gu');

export function findQuoted(text: string): NamedThing[] {
  return [...text.matchAll(QUOTED(text))].map((match) => {
    const name = match.slice(1).find((part) => part !== undefined) ?? '';
    return { name, start: match.index, end: match.index + match[0].length };
  });
}

const COLUMN_BEFORE =
  /\b(columns?|fields?|target|target variable|target column|target label|variables?|features?|label column|attribute)\b[^.'"]{0,40}$/i;
const COLUMN_AFTER = /^\s*(column|field|variable|feature|attribute)\b/i;
const TARGET_BEFORE =
  /\b(target( variable| column| label| feature)?|label column|(predicted|outcome|response|output) (column|variable)|predict(ing)?( the)?( values? (of|for))?( column)?|dependent variable)\s*(is|are|=|:|named|called|column)?\s*$/i;
const BEFORE = 60;

/** Quoted words that the text calls columns. A list after `columns` counts whole. */
export function findQuotedColumns(text: string): NamedColumn[] {
  const found: NamedColumn[] = [];
  let listed = false;
  let isTarget = false;
  let last = 0;
  for (const quoted of findQuoted(text)) {
    const between = text.slice(last, quoted.start);
    const before = text.slice(Math.max(0, quoted.start - BEFORE), quoted.start);
    const goesOn: boolean = listed && /^\s*(,|and|or|,\s*and)\s*$/i.test(between);
    isTarget = TARGET_BEFORE.test(before) || (goesOn && isTarget);
    listed =
      isTarget || goesOn || COLUMN_BEFORE.test(before) || COLUMN_AFTER.test(text.slice(quoted.end));
    if (listed && /^[\p{L}_][\p{L}\p{N}_ .()%/-]*$/u.test(quoted.name))
      found.push({ ...quoted, role: isTarget ? 'target' : 'listed' });
    last = quoted.end;
  }
  return found;
}

/** What columns are of, before a list of them in brackets. */
export const MEASUREMENTS =
  'metrics|sensors|readings|signals|measurements|features|attributes|predictors|channels';
const LIST_HEAD = lazyExpression(
  String.raw`\b(?:columns?|fields|variables)\b(?:\s+(?:are|is|named|called|such as|like|including|include|for|of))?\s*[:=(]?\s*|\b(?:features|attributes|parameters|predictors|measurements|metadata)\s+(?:such as|like|including|are|:)\s*|\b(?:${MEASUREMENTS})\s*\((?=[^()\n]{3,200}\))`,
  'giu',
);
const SEPARATOR = /^\s*(?:,\s*(?:and\s+|or\s+)?|\s(?:and|or|&)\s+)/iu;
const ITEM = lazyExpression(`^(?:the |an? )?(?:["'\`])?(${NAME})(?:["'\`])?`, 'u');
/** What stands behind "columns" and names none. */
const NO_NAME =
  /^(?:and|or|etc|yes|no|true|false|are|is|in|of|with|from|to|as|for|that|which|where|containing|contain|including|include|each|all|other|others|the|values|names|data|numeric\w*|categorical|categories|textual|such|like|features?|based|using|by|into|per|it|they|have|has|were|was|will|should|can|be|only|but|not|than|on|at|if)\b/i;
/** Names of columns only beside others: `columns text and target`. */
const WEAK_NAME = /^(?:text|texts|labels?|value|name)$/i;
/** `V1..V28`, `x1 to x9`. */
const RANGE = /^(\p{L}[\p{L}_]*?)(\d{1,3}) ?(?:\.{2,3}|…|–|-|to|through) ?\1(\d{1,3})(?!\p{L}|\d)/u;
const MOST_NAMES = 60;
const LONGEST_ITEM = 100;

/** The names of a list that begins there: `date, load and temperature`. */
function readList(text: string, from: number): NamedThing[] {
  const found: NamedThing[] = [];
  let at = from;
  // What follows "a, b and c" is another clause.
  let isLast = false;
  while (found.length < MOST_NAMES) {
    const rest = text.slice(at, at + LONGEST_ITEM);
    const range = readRange(rest, at);
    const items = range.length > 0 ? range : readItem(rest, at);
    const end = items[0]?.end;
    if (end === undefined) break;
    at = end + (/^["'`]/.exec(text.slice(end))?.[0].length ?? 0);
    const next = SEPARATOR.exec(text.slice(at, at + LONGEST_ITEM))?.[0];
    if (found.length === 0 && next === undefined && items.some(({ name }) => WEAK_NAME.test(name)))
      break;
    found.push(...items.slice(0, MOST_NAMES - found.length));
    if (next === undefined || isLast) break;
    isLast = /\b(?:and|or)\b|&/.test(next);
    at += next.length;
  }
  return found;
}

function readItem(rest: string, at: number): NamedThing[] {
  const item = ITEM(rest).exec(rest);
  const name = item?.[1];
  if (item === null || name === undefined || NO_NAME.test(name)) return [];
  const start = at + item[0].indexOf(name);
  return [{ name, start, end: start + name.length }];
}

/** The names of a range, which share its place; empty where there is none. */
function readRange(text: string, at: number): NamedThing[] {
  const [said, letters = '', first, last] = forText(RANGE, text).exec(text) ?? [];
  if (said === undefined) return [];
  const from = Number(first);
  const count = Math.max(0, Math.min(Number(last) - from + 1, MOST_NAMES));
  const place = { start: at, end: at + said.length };
  return Array.from({ length: count }, (_, step) => ({
    name: `${letters}${from + step}`,
    ...place,
  }));
}

const NAME_WORD = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
/** `article and highlights columns`, `the columns` before them. */
const LIST_BEFORE = lazyExpression(
  String.raw`(?<=[(:]|\b(?:the|from|has|have|with|in|of|by|its|my)\s)(${NAME_WORD}(?:, ${NAME_WORD}){0,20},? and ${NAME_WORD}) (?:columns|fields|attributes)\b`,
  'giu',
);

/** Names listed without quotes: `columns date, load and temperature`. Only a list of two names or more is one. */
export function findListedColumns(text: string): NamedColumn[] {
  const before = [...text.matchAll(LIST_BEFORE(text))].flatMap((match) => {
    const found = [...(match[1] ?? '').matchAll(/[\p{L}\p{N}_]+/gu)]
      .filter(([word]) => word.toLowerCase() !== 'and')
      .map(({ 0: name, index }) => ({
        name,
        start: match.index + index,
        end: match.index + index + name.length,
        role: 'listed' as const,
      }));
    const areNames = found.every(
      ({ name }) => !PLAIN.has(name.toLowerCase()) && !KINDS_OF_COLUMNS.test(name),
    );
    return areNames ? found : [];
  });
  return [...before, ...listedBehind(text)];
}

/** "Numeric and categorical columns" names none. */
const KINDS_OF_COLUMNS = /(?:al|ic|ed|ing|ary|ous|ive)$/i;

function listedBehind(text: string): NamedColumn[] {
  return [...text.matchAll(LIST_HEAD(text))].flatMap((head) => {
    const found = readList(text, head.index + head[0].length);
    return found.length < 2 ? [] : found.map((name) => ({ ...name, role: 'listed' as const }));
  });
}

/** A file of a table and what follows it in the same clause. */
const TABLE_FILE =
  /[\w-]{1,60}\.(?:csv|tsv|parquet|xlsx?|jsonl?)\b["'`]?(?: (?:file|table|data))?(\s*[:(]\s*(?:columns?:?\s*)?|,? (?:each )?(?:with|has|having|containing|contains|holds|of)\s+)/giu;
/** `userId`, `PJME_MW`, `V1`: nothing but a name is written like this. */
const IDENTIFIER = /^(?:\p{Ll}+\p{Lu}|\p{Lu}|\p{L}[\p{L}\p{N}]*[_\d])/u;

/**
 * Columns listed behind the name of their file: `ratings.csv with userId, movieId, rating`, `train.csv: date, store, sales`.
 * Behind "with" they are single words, of which one is written as names are, or three or more.
 */
export function findColumnsOfFiles(text: string): NamedColumn[] {
  return [...text.matchAll(forText(TABLE_FILE, text))].flatMap((file) => {
    const [, opening = ''] = file;
    const isOpen = !/[:(]/.test(opening);
    const isBracketed = opening.includes('(');
    const read = readList(text, file.index + file[0].length).map((item) =>
      isOpen && IDENTIFIER.test(item.name) ? firstWord(item) : item,
    );
    // "creditcard.csv: target Class, use class weights" goes on with wishes.
    const wish = read.findIndex(({ name }) => WISH.test(name));
    const list = (wish < 0 ? read : read.slice(0, wish)).filter(
      ({ name }) => !name.startsWith('target '),
    );
    // "width, depth, class, tell good from bad" goes on as a sentence.
    const clause = list.findIndex(({ name }) => name.includes(' '));
    const found = clause > 0 && !isBracketed ? list.slice(0, clause) : list;
    const isClosed = isBracketed && /^["'`]?\s*\)/.test(text.slice(found.at(-1)?.end ?? 0));
    const isNamed =
      isClosed ||
      found.length > 2 ||
      found.some(({ name }) => IDENTIFIER.test(name) || name.includes('#'));
    const plain = found.filter(({ name }) => PLAIN.has(name)).length;
    const isSingle = found.every(({ name }) => !name.includes(' ')) && 2 * plain < found.length;
    // "rents.csv with an MLP, SGD and dropout" names what is done with it.
    const namesMethods = found.some(
      ({ name, start }) => METHOD.test(name) || /\ban? $/.test(text.slice(0, start)),
    );
    const isList = found.length >= 2 && isNamed && !(isOpen && (!isSingle || namesMethods));
    return isList ? found.map((name) => ({ ...name, role: 'listed' as const })) : [];
  });
}

/** What is wanted of the data: the list of columns ends before it. */
const WISH =
  /^(?:us(?:e|ing)|appl(?:y|ying)|train|predict|report|pick|find|build|classify|compare|tune|give|show|plot|choose|evaluate|no|with)\b/i;

/** Networks, optimizers and their like, which are written as names are. */
const METHOD =
  /^(?:mlp|cnn|rnn|bi-?lstm|lstm|gru|sgd|adam\w*|nadam|rmsprop|bert|gpt\w*|vgg\w*|resnet\w*|u-?net|transformers?|keras|tensorflow|xgboost|lightgbm|svm|smote|relu|dropout|dense|conv\w*|softmax|sigmoid|pca|k-?means)$/i;

/** Behind an open list the sentence goes on: `movies.csv with imdbId and Genre separated by |`. */
function firstWord({ name, start, end }: NamedThing): NamedThing {
  const [word = name] = name.split(' ');
  return word === name ? { name, start, end } : { name: word, start, end: start + word.length };
}

/** Beside the name of a table a target needs no other mark: `churn.csv, target churned`. */
const TARGET_OF_FILE =
  /\.(?:csv|tsv|parquet|xlsx?|jsonl?)["'`]?(?:\s*[,:;(]|\s+with)\s*(?:the )?target(?: variable| column| label)?:? ["'`]?([\p{L}_][\p{L}\p{N}_.-]*)/giu;
const NAMED_TARGET = /\btarget(?: variable| column| label)?:? ["'`]?([\p{L}_][\p{L}\p{N}_.-]*)/giu;

const TARGET_IS =
  /\b(?:(?:target(?: variable| column| label| feature)?|label column|dependent variable|column to predict|(?:predicted|outcome|response|output) (?:column|variable))\s*(?:(?:is|are) (?:named|called)\b|is|are|=|:|named|called)\s*(?:the column )?|predict(?:s|ing)? (?:the )?column )([\p{L}_][\p{L}\p{N}_.-]*)/giu;
/** `Predict column grade` and `the outcome column is called grade` call no column "predict" or "outcome". */
const THE_COLUMN =
  /(?<![\p{L}\p{N}_'’])(?:the )?(?!(?:predict|forecast|estimat|classif|us(?:e|ing)\b)\p{L}* column)([\p{L}_][\p{L}\p{N}_.-]*) column\b(?! (?:is |are )?(?:called|named)\b| ?["'`‘“])|\bcolumn ([\p{L}_][\p{L}\p{N}_.-]*)\b(?!['’])/giu;
const NO_COLUMN =
  /^(?:the|a|an|each|every|this|that|one|last|first|second|next|other|another|target|label|labels|class|text|id|date|time|number|numeric|category|categorical|new|same|single|any|no|all|per|data|feature|image|named|called|with|is|are|of|for|to|in|as|names?|values?|and|or|from|which|where|whose|holds?|contains?|has|binary|given|separate|extra|additional|following)$/i;

/** Names without quotes that the text calls a column: `target: Price`, `the grade column`. */
export function findCalledColumns(text: string): NamedColumn[] {
  const written = [...text.matchAll(forText(NAMED_TARGET, text))].filter(({ 1: name = '' }) =>
    IDENTIFIER.test(name),
  );
  const targets = [
    ...text.matchAll(forText(TARGET_IS, text)),
    ...text.matchAll(forText(TARGET_OF_FILE, text)),
    ...written,
  ].map((match) => ({
    match,
    role: 'target' as const,
  }));
  const isTarget = ({ index, 0: said }: RegExpExecArray): boolean =>
    targets.some(
      ({ match }) =>
        !NO_COLUMN.test(match[1] ?? '') &&
        match.index < index + said.length &&
        index < match.index + match[0].length,
    );
  const columns = [...text.matchAll(forText(THE_COLUMN, text))]
    .filter((match) => !isTarget(match))
    .map((match) => ({ match, role: 'listed' as const }));
  return [...targets, ...columns].flatMap(({ match, role }) => {
    const name = match[1] ?? match[2];
    if (name === undefined || NO_COLUMN.test(name)) return [];
    const start = match.index + match[0].lastIndexOf(name);
    return [{ name, start, end: start + name.length, role }];
  });
}

const FILE =
  /(?<![\w/.])(?:[\w.-]{1,40}\/){0,4}([\w-]{1,60}\.(?:csv|tsv|parquet|jsonl|json|xlsx?|npy|npz|txt|h5|hdf5|mat|zip|nii(?:\.gz)?|dcm|pkl|xml|wav|mp3|mp4))\b/gi;

/** Names of files with an extension that data has. */
export function findFiles(text: string): NamedThing[] {
  return [...text.matchAll(FILE)].map((match) => {
    const name = match[1] ?? '';
    const start = match.index + match[0].indexOf(name);
    return { name, start, end: start + name.length };
  });
}

const FOLDER_HEAD =
  /\b(?:sub)?(?:folders|directories)(?:\s+(?:named|called|are|such as|like))?\s*[:(]?\s*/giu;
const FOLDER_BEHIND = /^\s*(?:sub)?(?:folders?|director(?:y|ies))\b/i;
const FOLDER_NAME =
  /\b(?:folder|directory)\s+(?:named |called )?([\p{L}\p{N}]+_[\p{L}\p{N}_-]+)|(?<![\p{L}\p{N}_./])([\p{L}\p{N}_-]{2,40})\/(?=[\s,.;:)]|$)/giu;
const NO_FOLDER =
  /^(?:for|of|with|in|per|each|the|a|an|to|as|where|which|that|contain\w*|hold\w*|by|on|from|is|are|class|classes|images?|labels?|data|one|named|files?|their|its|this|these|corresponding|organi[sz]ed|divided|representing|respectively)\b/i;

/** Names of folders: `folders noisy and clean`, `'train_images' folder`, `images/`. */
export function findFolders(text: string): NamedThing[] {
  const listed = [...text.matchAll(forText(FOLDER_HEAD, text))].flatMap((head) => {
    const names = readList(text, head.index + head[0].length);
    return names.length < 2 || names.some(({ name }) => NO_FOLDER.test(name)) ? [] : names;
  });
  const quoted = findQuoted(text).filter(({ end }) =>
    FOLDER_BEHIND.test(text.slice(end, end + LONGEST_ITEM)),
  );
  const named = [...text.matchAll(forText(FOLDER_NAME, text))].map((match) => {
    const name = match[1] ?? match[2] ?? '';
    const start = match.index + match[0].indexOf(name);
    return { name, start, end: start + name.length };
  });
  return [...listed, ...quoted, ...named];
}

const DATA_SET_WORD = String.raw`[A-Z0-9][\p{L}\p{N}'’&+]{0,30}`;
const DATA_SET = lazyExpression(
  String.raw`(?<![\p{L}\p{N}])(${DATA_SET_WORD}(?:[ -](?:(?:of|and|the|on|in|for) )?${DATA_SET_WORD}){0,7}) (?:(?:image|text|audio|speech|reviews?|images) )?(?:[Dd]ata ?[Ss]et|[Dd]atabase|[Cc]orpus|[Cc]ompetition|[Cc]hallenge)s?\b|(?<=\b[Dd]ata(?: ?[Ss]et)?: )(${DATA_SET_WORD}(?:-\d+)?)(?=[.;\n]|$)`,
  'gu',
);
const NO_DATA_SET =
  /^(?:The|This|A|An|My|Our|Each|Images?|Text|Data|Training|Test|Validation|Kaggle|CSV|JSON|NumPy|TensorFlow|Keras|Python|I|It|In|Dataset|CNN|LSTM|MRI|CT|ECG|EEG|X-ray|RGB|NLP|Time|CSV|DICOM)$/;
const MOST_LETTERS = 80;

/** Public data sets that the text names. */
export function findDataSets(text: string): NamedThing[] {
  return [...text.matchAll(DATA_SET(text))].flatMap((match) => {
    const written = match[1] ?? match[2] ?? '';
    const name = written.replace(/^(?:The|This|A|An|In|I|My|Our)\s+/, '');
    if (NO_DATA_SET.test(name) || name.length > MOST_LETTERS || !/[A-Z]/.test(name)) return [];
    const start = match.index + match[0].indexOf(name);
    return [{ name, start, end: match.index + match[0].length }];
  });
}

const LANGUAGES =
  '(?:english|french|german|spanish|italian|portuguese|dutch|turkish|arabic|hindi|urdu|bengali|tamil|telugu|marathi|chinese|mandarin|japanese|korean|russian|ukrainian|polish|czech|greek|hebrew|persian|farsi|vietnamese|thai|indonesian|malay|swahili|amharic|yoruba|romanian|hungarian|finnish|swedish|danish|norwegian|latin|sanskrit|nepali|punjabi|gujarati|kannada|malayalam|azerbaijani|kazakh|uzbek|georgian|armenian|catalan|basque|irish|welsh)';
const LANGUAGE = lazyExpression(String.raw`(?<!\p{L})${LANGUAGES}(?!\p{L})`, 'giu');
/** What may stand between the two languages of a translation. */
const INTO =
  /^(?:\s+[\p{L}]+){0,4}?\s+(?:in)?to\s+(?:the\s+)?$|^\s*(?:-|–|->|→|>)\s*$|^[ -]to[ -]$/iu;

export interface Direction {
  readonly source: string;
  readonly target: string;
  readonly start: number;
  readonly end: number;
}

/** From which language into which a text is translated; null where that is not said. */
export function findDirection(text: string): Direction | null {
  const languages = [...text.matchAll(LANGUAGE(text))];
  for (const [at, source] of languages.entries()) {
    const target = languages[at + 1];
    const end = source.index + source[0].length;
    if (target === undefined || !INTO.test(text.slice(end, target.index))) continue;
    return {
      source: source[0].toLowerCase(),
      target: target[0].toLowerCase(),
      start: source.index,
      end: target.index + target[0].length,
    };
  }
  return null;
}
