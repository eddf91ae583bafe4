/** Numbers and names that stand in a text; `null` or empty where it says nothing. */
import { CLASS_WORD } from './class-names.ts';

const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...[
    ['fifteen', 15],
    ['sixteen', 16],
    ['twenty', 20],
    ['twenty-five', 25],
    ['thirty', 30],
    ['thirty-two', 32],
    ['forty', 40],
    ['fifty', 50],
    ['sixty', 60],
    ['sixty-four', 64],
    ['eighty', 80],
    ['a hundred', 100],
    ['one hundred', 100],
    ['two hundred', 200],
  ].map(([word, value]): [string, number] => [String(word), Number(value)]),
]);
const COUNT = String.raw`(?<![-.\d])(\d{1,3}(?:,\d{3})+|\d+|${[...NUMBER_WORDS.keys()].toSorted((a, b) => b.length - a.length).join('|')})`;
const RATE = String.raw`(\d+(?:\.\d+)?e-?\d+|\d*\.\d+|10\s?(?:\^|\*\*)\s?-\d+)`;
const MOST_SIDE = 4096;

/** First whole number above 0 that a pattern finds; `#` in the pattern stands for a number in digits or words. */
export function readCount(text: string, ...patterns: readonly string[]): number | null {
  for (const pattern of patterns) {
    const found = new RegExp(pattern.replace('#', COUNT), 'i').exec(text)?.[1];
    const value = found === undefined ? 0 : toNumber(found);
    if (Number.isSafeInteger(value) && value > 0) return value;
  }
  return null;
}

function toNumber(text: string): number {
  return NUMBER_WORDS.get(text.toLowerCase()) ?? Number(text.replaceAll(',', ''));
}

export const readBatchSize = (text: string): number | null =>
  readCount(
    text,
    String.raw`\bbatch[- _]?sizes?\s*(?:of|is|=|:|to|was)?\s*#\b`,
    String.raw`\bbatch(?:es)? of (?:size )?#\b`,
    String.raw`\b# (?:samples |images |items )?(?:per|a|in each) batch\b`,
    String.raw`\b#[- ]batch size\b`,
    String.raw`\b(?:chunks|mini-?batch(?:es)?|portions|bunches) of (?:size )?#\b`,
    String.raw`\b# (?:rows|samples|images|items|examples|texts)? ?at a time\b`,
  );

export const readEpochs = (text: string): number | null =>
  readCount(
    text,
    String.raw`\b#\s*(?:full |complete |training )*epo(?:ch|c|hc|ck)s?\b`,
    String.raw`\bepo(?:ch|c|hc|ck)s?\s*(?:of|is|=|:|to)\s*#\b`,
    String.raw`\bepochs\s+#\b`,
    String.raw`\b# (?:full |complete )?(?:training )?(?:passes|iterations|rounds)\b`,
    String.raw`\b(?:over|through|see)\w* (?:\w+ ){0,3}data(?:set)? #\s*times\b`,
    String.raw`\btrain\w* (?:\w+ ){0,3}#\s*times\b`,
  );

/** Learning rate, above 0 and at most 10. */
export function readLearningRate(text: string): number | null {
  const found = new RegExp(
    String.raw`\b(?:learning[- _]?rate|lr|step size)\s*(?:of|is|=|:|to|was)?\s*(?:about )?${RATE}|${RATE}\s*(?:as (?:the )?)?learning[- _]?rate`,
    'i',
  ).exec(text);
  const written = found?.[1] ?? found?.[2];
  if (written === undefined) return null;
  const power = /^10\s?(?:\^|\*\*)\s?(-\d+)$/.exec(written)?.[1];
  const value = power === undefined ? Number(written) : Number(`1e${power}`);
  return value > 0 && value <= 10 ? value : null;
}

export interface StatedSize {
  readonly size: readonly [number, number];
  readonly channels: number | null;
}

/** Picture size in pixels: `224x224`, `(128, 128, 3)`, `64 by 64`, `resized to 96 pixels`. */
export function readImageSize(text: string): StatedSize | null {
  const found =
    /\b(\d{1,4})\s*(?:x|×|\*|by)\s*(\d{1,4})(?:\s*(?:x|×|\*|by)\s*([134]))?\b(?![\s-]*(?:pixel )?(?:patch|kernel|filter|grid|conv|pool|tile))/i.exec(
      text,
    ) ??
    /\(\s*(?:(?:none|batch_size|\w*samples?)\s*,\s*)?(\d{2,4})\s*,\s*(\d{2,4})\s*(?:,\s*([134])\s*)?\)/i.exec(
      text,
    );
  const single = /\b(?:re)?sized? to (\d{2,4})(?: pixels| px)?\b/i.exec(text)?.[1];
  const [height, width] = [Number(found?.[1] ?? single), Number(found?.[2] ?? single)];
  const usual = height >= 8 && width >= 8 && height <= MOST_SIDE && width <= MOST_SIDE;
  if (!usual) return null;
  return { size: [height, width], channels: found?.[3] === undefined ? null : Number(found[3]) };
}

export function readChannels(text: string): number | null {
  if (
    /\b(gr[ae]y[- ]?scale|gr[ae]y images?|black[- ]and[- ]white|single[- ]channel|one channel|1 channel)\b/i.test(
      text,
    )
  )
    return 1;
  return /\b(rgb|colou?r(ed)? (images?|photos?|pictures?)|3 (colou?r )?channels?|three channels)\b/i.test(
    text,
  )
    ? 3
    : null;
}

/** How many classes the text states, in numbers, in words, or by `binary`. */
export function readClassCount(text: string): number | null {
  const stated = readCount(
    text,
    String.raw`\b#[- ](?:(?:different|distinct|target|possible|output|unique|\w+) )?${CLASS_WORD}\b`,
    String.raw`\b(?:number of classes|class count|num_classes|n_classes)\s*(?:is|=|:|of)?\s*#\b`,
    String.raw`\b#-(?:class|way)\b`,
  );
  if (stated !== null && stated > 1 && stated <= 100_000) return stated;
  const scale =
    /\b(?:stars?|ratings?|scale|grades?|levels?)\b[^.]{0,20}?\b([01]) ?(?:to|-|–) ?(\d{1,2})\b/i.exec(
      text,
    );
  if (scale !== null) return Number(scale[2]) - Number(scale[1]) + 1;
  return /\bbinary (class\w*|label|target|problem|outcome|sentiment|image|text)|\bbinary\b[^.]{0,12}\(0|\b(?:yes|no)\/(?:yes|no)\b/i.test(
    text,
  )
    ? 2
    : null;
}

/** Quoted words, in order. */
export function readQuoted(text: string): string[] {
  return [
    ...text.matchAll(
      /(?<![\p{L}\d])(?:'([^'\n]{1,80})'|"([^"\n]{1,80})"|`([^`\n]{1,80})`|“([^”\n]{1,80})”|‘([^’\n]{1,80})’)(?![\p{L}\d])/gu,
    ),
  ].map((match) => match.slice(1).find((part) => part !== undefined) ?? '');
}

const COLUMN_BEFORE =
  /\b(columns?|fields?|target|target variable|target column|target label|variables?|features?|label column|attribute)\b[^.'"]{0,40}$/i;
const COLUMN_AFTER = /^\s*(column|field|variable|feature|attribute)\b/i;
const TARGET_BEFORE =
  /\b(target( variable| column| label| feature)?|label column|predict(ing)?( the)?( values? (of|for))?( column)?|dependent variable)\s*(is|are|=|:|named|called|column)?\s*$/i;

export interface QuotedColumn {
  readonly name: string;
  readonly target: boolean;
}

/** Quoted words that the text calls columns. A list after `columns` counts whole. */
export function readQuotedColumns(text: string): QuotedColumn[] {
  const found: QuotedColumn[] = [];
  let listed = false;
  let target = false;
  let last = 0;
  for (const name of readQuoted(text)) {
    const at = text.indexOf(name, last) - 1;
    const between = text.slice(last, Math.max(at, last));
    const before = text.slice(Math.max(0, at - 60), Math.max(at, 0));
    const end = at + name.length + 2;
    const goesOn: boolean = listed && /^["'`”’]?\s*(,|and|or|,\s*and)\s*$/i.test(between);
    target = TARGET_BEFORE.test(before) || (goesOn && target);
    listed = target || goesOn || COLUMN_BEFORE.test(before) || COLUMN_AFTER.test(text.slice(end));
    if (listed && /^[\p{L}_][\p{L}\p{N}_ .()%/-]*$/u.test(name)) found.push({ name, target });
    last = end - 1;
  }
  return found;
}

/** File names with an extension that data has. */
export function readFileNames(text: string): string[] {
  return [
    ...text.matchAll(/(?<![\w/.])([\w-]{1,60}\.(?:csv|tsv|parquet|jsonl|json|npy|npz|txt))\b/gi),
  ].map((match) => match[1] ?? '');
}

/** Samples per second. */
export function readSampleRate(text: string): number | null {
  const found = /\b(\d+(?:\.\d+)?)\s*k(?:ilo)?hz\b/i.exec(text)?.[1];
  if (found !== undefined) return Math.round(Number(found) * 1000);
  return readCount(
    text,
    String.raw`\b#\s*hz\b`,
    String.raw`\bsampl(?:e|ing)[- _]rate\s*(?:of|is|=|:)?\s*#\b`,
  );
}

export const readClipSeconds = (text: string): number | null =>
  readCount(
    text,
    String.raw`\b#[- ]?s(?:ec(?:ond)?s?)?(?: long)? (?:audio )?(?:clips?|recordings?|sounds?|files?)\b`,
    String.raw`\b(?:clips?|recordings?|files?) of # s(?:ec(?:ond)?s?)?\b`,
  );

export const readSignalLength = (text: string): number | null =>
  readCount(
    text,
    String.raw`\b# (?:data points|samples|points|values|readings|time ?steps)(?: each| per (?:signal|row|beat|record\w*|sample))\b`,
    String.raw`\bsignals? of (?:length )?#\b`,
  );

export const readSequenceLength = (text: string): number | null =>
  readCount(
    text,
    String.raw`\b(?:max(?:imum)?[- _]?(?:sequence[- _]?|text[- _]?)?len(?:gth)?|sequence length|padded to|pad(?:ding)? (?:them )?to)\s*(?:of|is|=|:)?\s*(?:a length of )?#\b`,
    String.raw`\b# (?:words|tokens) (?:long|each|per)\b`,
  );

export const readVocabularySize = (text: string): number | null =>
  readCount(
    text,
    String.raw`\bvocab(?:ulary)?(?:[- _]size)?\s*(?:of|is|=|:)?\s*#\b`,
    String.raw`\b(?:top|most (?:frequent|common)) # words\b`,
    String.raw`\bmax(?:imum)?(?:[- _](?:number of )?(?:words|features|tokens))\s*(?:of|is|=|:)?\s*#\b`,
    String.raw`\b# most (?:frequent|common) words\b`,
  );

/** Units of the asked layers, e.g. `LSTM with 64 units`. */
export const readUnits = (text: string): number | null =>
  readCount(
    // The head's units are the classes.
    text.replace(
      /\b(softmax|sigmoid|output|final)\b[^.,;]{0,30}?\b\d+ (units|neurons|cells)/gi,
      ' ',
    ),
    String.raw`\b# (?:lstm |gru |hidden |recurrent )?(?:units|neurons|cells|hidden)\b`,
    String.raw`\b(?:lstm|gru|dense)\s?\(#\)`,
  );

const PERCENT = String.raw`(\d{1,2})\s?(?:%|percent)`;

export function readDropout(text: string): number | null {
  const share = /\bdrop-?out(?: rate| layers?)?\s*(?:of|is|=|:|\(|with|at)?\s*(0?\.\d+)/i.exec(
    text,
  )?.[1];
  const percent = new RegExp(
    String.raw`\bdrop-?out(?: rate)?\s*(?:of|is|=|:|at)?\s*${PERCENT}|${PERCENT}\s+drop-?out|\bdrop(?:ping|s)? ${PERCENT} of (?:the )?(?:neurons|units|nodes|weights|connections)`,
    'i',
  ).exec(text);
  const whole = percent?.slice(1).find((part) => part !== undefined);
  const value = share === undefined ? Number(whole ?? 0) / 100 : Number(share);
  return value > 0 && value < 1 ? value : null;
}
