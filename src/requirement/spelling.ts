import { inEnglish } from './other-languages-table.ts';

/** Words that decide a task or a value; a word one edit away from one of them is read as it. */
const VOCABULARY = (
  'image images photo photos picture pictures video classify classification classifier classes category categories ' +
  'recognize recognition identify detect detection segment segmentation masks caption captions captioning translate ' +
  'translation summarize summaries summarization sentiment review reviews tweets sentence sentences document documents ' +
  'audio speech sound sounds music forecast forecasting predict prediction regression estimate price prices temperature ' +
  'anomaly anomalies anomalous outliers autoencoder reconstruct generate generation generative adversarial denoise ' +
  'denoising dehaze dehazing colorize convolutional recurrent transformer bidirectional encoder embedding named entity ' +
  'entities recurrent similarity siamese question answering chatbot series stock patient patients customer customers ' +
  'disease diagnosis tumor grayscale learning epochs batch optimizer accuracy binary multiclass tabular column columns ' +
  'signal signals spectrogram heartbeat vehicle objects bounding boxes network networks neural recommend recommends recommender recommendation recommendations ratings tomorrow'
).split(' ');

const KNOWN = new Set(VOCABULARY);
/** Shorter words, corrected where a letter is missing or two are swapped: with another letter, `prize` is no typo of `price`. */
const SHORT_WORDS = 'image images photo photos price prices video videos audio'.split(' ');
const SHORTEST = 6;
/** From this length on two edits are allowed; shorter, `transaction` would be read as `translation`. */
const LONG = 12;

const BY_LENGTH = Map.groupBy(VOCABULARY, (word) => word.length);

/** Shorter words are neither corrected nor translated. */
const SHORTEST_READ = 4;

/** Short words between a network and its sizes. */
const SHORT_ENGLISH = new Map([
  ['mit', 'with'],
  ['und', 'and'],
]);

/** One word in lower-case English with a typo corrected where the word matters, e.g. `clasify` -> `classify`. */
export function correctWord(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length < SHORTEST_READ) return SHORT_ENGLISH.get(lower) ?? lower;
  const english = inEnglish(lower);
  return /^[a-z]{4,24}$/.test(english) ? mendWord(english) : english;
}

/** Lower-case English with typos corrected in the words that matter. */
export function correctSpelling(text: string): string {
  return text.replace(/[\p{L}\p{M}]+/gu, correctWord);
}

/** The same without change of case; names, i.e. what is quoted or part of a longer one, stay as they are. */
export function mendSpelling(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}_./'"`“‘-])[A-Za-z][a-z]{3,23}(?![\p{L}\p{N}_/'"`”’-]|\.\w)/gu,
    (word) => {
      const mended = mendWord(word.toLowerCase());
      return mended === word.toLowerCase() ? word : mended;
    },
  );
}

function mendWord(word: string): string {
  if (KNOWN.has(word)) return word;
  return (word.length < SHORTEST ? shortWord(word) : nearestWord(word)) ?? word;
}

function shortWord(word: string): string | undefined {
  const letters = sortLetters(word);
  return SHORT_WORDS.find(
    (known) =>
      !isInflected(word, known) &&
      (word.length < known.length || letters === sortLetters(known)) &&
      distance(known, word, 1) <= 1,
  );
}

function sortLetters(word: string): string {
  return word.split('').toSorted().join('');
}

function nearestWord(word: string): string | undefined {
  const allowed = word.length >= LONG ? 2 : 1;
  for (let slips = 1; slips <= allowed; slips += 1) {
    for (
      let length = Math.max(SHORTEST, word.length - slips);
      length <= word.length + slips;
      length += 1
    ) {
      const found = BY_LENGTH.get(length)?.find(
        (known) => !isInflected(word, known) && distance(known, word, slips) <= slips,
      );
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `images` is no typo of `image`: an ending is not an error. */
function isInflected(word: string, known: string): boolean {
  return (
    word.startsWith(known) || known.startsWith(word) || word.slice(0, -1) === known.slice(0, -1)
  );
}

/** Edits between two words (insert, delete, replace, swap of neighbours); anything above `most` may come out too small but above it. */
function distance(left: string, right: string, most: number): number {
  if (left[0] !== right[0]) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1]
      ) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    if (Math.min(...current) > most) return most + 1;
    before = last;
    last = current;
  }
  return last[right.length] ?? most + 1;
}
