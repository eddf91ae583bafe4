import {
  MODALITIES,
  GOALS,
  type Ask,
  type AskKind,
  type Evidence,
  type Reading,
  type Requirement,
} from '../artifacts/index.ts';
import { boundText } from '../core/index.ts';
import { lossOf, metricOf } from '../plan/index.ts';
import { findKerasNames } from './find-keras-names.ts';
import { findNetwork, withoutNetworkWords } from './find-network.ts';
import { findEnsembles } from './find-ensembles.ts';
import { findModelSettings } from './find-model-settings.ts';
import { findNames } from './find-names.ts';
import { findStacks } from './find-stacks.ts';
import { findTask } from './find-task.ts';
import { findTerms, findValues } from './find-terms.ts';
import { findSpans } from './spans.ts';
import { networkIn } from './network/read-network.ts';
import { recogniseLanguage } from './language.ts';
import { readTask } from './rank-tasks.ts';
import { readText, type ReadableText } from './readable-text.ts';
import { findUnread } from './unread.ts';
import { findUnreadRequests } from './unread-requests.ts';
import { weighCues } from './weigh-cues.ts';

/** Task category -> how likely it is, learned from training plans. */
export type CategoryJudge = (requirement: Requirement) => Reading['categories'];

/** Characters of the text, and of the attributes, that are read. */
export const MOST_READ = 8000;

const NO_JUDGE: CategoryJudge = () => new Map();

/**
 * Reads a requirement once: what it is about, and everything that it states. `described` is what a given plan says of
 * the data: it counts as evidence, but what it states is a hint and no ask.
 *
 * Paper: III-B. Never fails; what is not stated has no ask. Shapes: asks in the order in which they stand in the text.
 */
export function readRequirement(
  requirement: Requirement,
  judge: CategoryJudge = NO_JUDGE,
  described = '',
): Reading {
  const own = {
    text: boundText(requirement.text, MOST_READ),
    attributes: boundText(requirement.attributes, MOST_READ),
  };
  const end = own.text.length + 1 + own.attributes.length;
  const whole = { ...own, attributes: `${own.attributes} ${described}`.trimEnd() };
  const text = readText(whole);
  const found = findAll(text);
  const known = firstOfEach(withoutCovered(found));
  const evidence = withWindows(
    withMeasures(withNetwork(weighCues(whole, stretchOf(own)), known, own), known),
    known,
  );
  const categories = judge(own);
  const category = readTask({ evidence, categories, words: text.words })?.task.category ?? '';
  const task = findTask(text, category);
  const named = task === null ? known : [task, ...known];
  const read = task === null ? found : [task, ...found];
  const asks = [...named, ...findAllUnread(text, read)];
  return {
    requirement: own,
    isCut: requirement.text.length > MOST_READ || requirement.attributes.length > MOST_READ,
    language: recogniseLanguage(text.original),
    words: text.words,
    evidence,
    categories,
    asks: asks
      .filter(({ span }) => span[1] <= end)
      .toSorted((left, right) => left.span[0] - right.span[0]),
    hints: asks.filter(({ span }) => span[1] > end),
  };
}

/** The reading of no words at all. */
export function emptyReading(): Reading {
  return readRequirement({ text: '', attributes: '' });
}

/** What a description of data states. Shapes: spans are offsets into the description. */
export function readDescription(description: string): readonly Ask[] {
  const text = readText({ text: description, attributes: '' });
  return firstOfEach(withoutCovered(findAll(text)));
}

function findAll(text: ReadableText): readonly Ask[] {
  const { asks, rest } = findModelSettings(text);
  return withoutNetworkWords([
    ...asks,
    ...findEnsembles(text),
    ...findNames(text),
    ...findValues(rest),
    ...findSpans(rest),
    ...findStacks(rest),
    ...findNetwork(rest),
    ...findKerasNames(rest),
    ...findTerms(rest),
  ]);
}

/** What no term hears: phrases behind words of asking, and whole items and numbers of sentences that ask. */
function findAllUnread(text: ReadableText, read: readonly Ask[]): readonly Ask[] {
  const phrases = findUnread(text, read);
  const requests = findUnreadRequests(text, [...read, ...phrases]);
  const isWithin = ({ span }: Ask): boolean =>
    requests.some((other) => other.span[0] < span[1] && span[0] < other.span[1]);
  return [...phrases.filter((phrase) => !isWithin(phrase)), ...requests];
}

/** What is said again is asked once; several columns, files and names stay apart by their values. */
function firstOfEach(asks: readonly Ask[]): readonly Ask[] {
  const byName = new Map<string, Ask>();
  for (const ask of asks) {
    const key = `${ask.kind} ${ask.name} ${JSON.stringify(ask.value)}`;
    const known = byName.get(key);
    if (known === undefined || ask.span[0] < known.span[0]) byName.set(key, ask);
  }
  return [...byName.values()];
}

/** Kinds of asks whose names hold those of others, as `batch normalization` holds `normalization`. */
const HOLDING: ReadonlySet<AskKind> = new Set([
  'architecture',
  'layer',
  'technique',
  'preprocess',
  'comparison',
  'metric',
]);

/** Without what stands within a longer ask, as `LSTM` in `bidirectional LSTM`, or is named beside its value. */
function withoutCovered(asks: readonly Ask[]): readonly Ask[] {
  const valued = new Set(asks.filter(({ value }) => value !== true).map(({ name }) => name));
  return asks.filter(
    (ask) =>
      !(ask.value === true && valued.has(ask.name)) &&
      !asks.some(
        (other) =>
          other !== ask &&
          typeof ask.value === 'boolean' &&
          typeof other.value === 'boolean' &&
          (other.kind === ask.kind || HOLDING.has(other.kind)) &&
          coversSpan(other.span, ask.span) &&
          other.span[1] - other.span[0] > ask.span[1] - ask.span[0],
      ),
  );
}

function coversSpan(outer: Ask['span'], inner: Ask['span']): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

/** Points for telling things apart, where the things are listed or a network is described that scores classes. */
const LISTED_POINTS = 4;
/** Points for pictures, where a network is described whose windows have two sides. */
const WINDOWED_POINTS = 6;
/** Points for telling things apart, where a network is described that ends in a vector. */
const VECTOR_POINTS = 2;

function withNetwork(evidence: Evidence, asks: readonly Ask[], { text }: Requirement): Evidence {
  const network = networkIn(text);
  const isListed = asks.some(({ kind }) => kind === 'class');
  const isScored = network?.isClassifier === true;
  const points = isListed || isScored ? LISTED_POINTS : 0;
  const givesVector = network?.givesVector === true;
  return {
    ...evidence,
    ...(givesVector ? { restore: 0, segment: 0 } : {}),
    classify: evidence.classify + points + (givesVector ? VECTOR_POINTS : 0),
    image: evidence.image + (network?.hasWindows === true ? WINDOWED_POINTS : 0),
  };
}

/** Where a network is described, from its first layer to its last, behind the sentence that says what it is for. */
function stretchOf({ text }: Requirement): readonly [number, number] {
  const spans = networkIn(text)?.layers.map(({ span }) => span) ?? [];
  if (spans.length === 0) return [0, 0];
  const first = text.search(/[.!?;](?=\s)|\n/);
  const start = Math.max(first, ...spans.slice(0, 1).map(([from]) => from));
  return [start, Math.max(start, ...spans.map(([, to]) => to))];
}

/** Points for a series, where rows of numbers are cut into windows. */
const WINDOW_POINTS = 6;
const ROWS = ['table', 'series', 'signal'] as const;

/** What is read from a window of rows is a series, where the words speak of numbers at all. */
function withWindows(evidence: Evidence, asks: readonly Ask[]): Evidence {
  const isCut = asks.some(({ kind, name }) => kind === 'size' && name === 'window');
  const strongest = MODALITIES.reduce((one, other) =>
    evidence[other] > evidence[one] ? other : one,
  );
  return isCut && ROWS.some((modality) => modality === strongest)
    ? { ...evidence, series: Math.max(evidence.series + WINDOW_POINTS, evidence.table + 1) }
    : evidence;
}

/** Points for predicting a number, where a loss or metric of numbers alone is stated. */
const MEASURED_POINTS = 4;

/** What is learned by the mean absolute error is a number, where the words speak of classes or numbers at all. */
function withMeasures(evidence: Evidence, asks: readonly Ask[]): Evidence {
  const strongest = GOALS.reduce((one, other) => (evidence[other] > evidence[one] ? other : one));
  if (strongest !== 'classify' && strongest !== 'regress') return evidence;
  const forms = asks
    .filter(({ name }) => name === 'loss' || name === 'metric')
    .map(({ value }) => (metricOf(String(value)) ?? lossOf(String(value)))?.fits ?? []);
  const isNumber = forms.some(
    (fits) => fits.length > 0 && fits.every((form) => form === 'numbers' || form === 'picture'),
  );
  return isNumber ? { ...evidence, regress: evidence.regress + MEASURED_POINTS } : evidence;
}
