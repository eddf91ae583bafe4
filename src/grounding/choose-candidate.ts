import path from 'node:path';
import type { Candidate, DataColumn, Reading } from '../artifacts/index.ts';
import { nameWords } from '../profile/columns.ts';
import { chooseInputs } from './choose-inputs.ts';
import { chooseTargets, type TargetChoices } from './choose-target.ts';
import { severalSeriesPoints } from './named-series.ts';
import { ratingPoints } from './recommending.ts';
import { partPoints } from './name-part.ts';
import { boxPoints, goalPoints, layoutPoints, modalityPoints, pairPoints } from './task-points.ts';
import { wordSimilarity } from './word-similarity.ts';

/** A candidate with what the words say of it. */
export interface WeighedCandidate {
  readonly candidate: Candidate;
  readonly targets: TargetChoices;
  readonly points: number;
  readonly goalPoints: number;
  /** Why its classes, where the words name them. */
  readonly reason?: string;
  /** Whether the words name its classes, or where they stand. */
  readonly isNamed: boolean;
}

/** Points of a structure that leaves no doubt. */
const FIT_POINTS = 10;
/** Points of a column that the words name as the target, for candidates that can predict it; for others as many less. */
const TARGET_POINTS = 6;
const ABSENT_POINTS = 8;
/** Points of a text column, or of all inputs, that the words say is learned from. */
const SOURCE_POINTS = 5;
const INPUT_POINTS = 3;
/** Points of inputs that are all, where no forecast is asked for. */
const AT_ONCE_POINTS = 8;
/** Points of folders whose names the words hold, and how many of them. */
const CLASS_POINTS = 8;
const MENTIONED = 2;
/** Columns whose cells are items by themselves. */
const WHOLE_ITEMS: ReadonlySet<string> = new Set(['text', 'list']);
/** Below this fit a candidate is one only if the words speak for it. */
const WORDS_ONLY = 0.15;
/** A match that is worth so much is what the words ask for. */
const PLAIN_MATCH = 0.75;

/** Candidates with the points that structure and words give them, the best first. */
export async function weighCandidates(
  candidates: readonly Candidate[],
  reading: Reading,
  option: string | null,
): Promise<readonly WeighedCandidate[]> {
  const chosen = [];
  for (const candidate of candidates) {
    const targets = await chooseTargets(candidate, reading, option);
    const count = targets.choices[0]?.columns.length ?? 0;
    const several = await severalSeriesPoints(candidate, count, reading);
    chosen.push({ candidate, targets, several });
  }
  const asked = askedColumn(chosen.map(({ targets }) => targets));
  return chosen
    .map(({ candidate, targets, several }) => {
      const weighed = weigh(candidate, targets, { reading, asked, candidates });
      return { ...weighed, points: weighed.points + several };
    })
    .toSorted((a, b) => b.points - a.points);
}

/** The column that the words mean most surely, whatever can predict it. */
function askedColumn(all: readonly TargetChoices[]): DataColumn | null {
  const said = all.flatMap(({ choices: [first] }) =>
    first !== undefined && first.isSaid && first.confidence >= PLAIN_MATCH ? [first] : [],
  );
  const [best] = said.toSorted((a, b) => b.confidence - a.confidence);
  return best?.columns[0] ?? null;
}

interface Weighing {
  readonly reading: Reading;
  /** The column that the words mean as the target. */
  readonly asked: DataColumn | null;
  readonly candidates: readonly Candidate[];
}

function weigh(
  candidate: Candidate,
  targets: TargetChoices,
  { reading, asked, candidates }: Weighing,
): WeighedCandidate {
  const goal = goalPoints(candidate, reading);
  const words = goal + modalityPoints(candidate.kind, reading.evidence);
  const mentioned = mentionsClasses(candidate, reading, candidates);
  const points =
    candidate.fit * FIT_POINTS +
    (candidate.fit < WORDS_ONLY && words < SOURCE_POINTS ? -FIT_POINTS : 0) +
    words +
    targetPoints(candidate, targets, asked) +
    sourcePoints(candidate, { reading, candidates, targets }) +
    ratingPoints(candidate, reading) +
    partPoints(candidate, reading) +
    boxPoints(candidate, reading) +
    pairPoints(candidate, reading) +
    (mentioned ? CLASS_POINTS : 0) +
    layoutPoints(candidate, reading);
  return {
    candidate,
    targets,
    points,
    goalPoints: goal,
    isNamed: mentioned || partPoints(candidate, reading) > 0,
    ...(mentioned ? { reason: 'as the requirement mentions these names' } : {}),
  };
}

function targetPoints(
  { columns }: Candidate,
  { choices: [first] }: TargetChoices,
  asked: DataColumn | null,
): number {
  if (columns.length === 0) return 0;
  const isAsked = first !== undefined && first.isSaid && first.columns[0]?.name === asked?.name;
  if (asked !== null && !isAsked) return -ABSENT_POINTS;
  return first !== undefined && first.isSaid ? first.confidence * TARGET_POINTS : 0;
}

/** A text that is named as what is learned from speaks for texts, several columns for rows. */
function sourcePoints(
  candidate: Candidate,
  {
    reading,
    candidates,
    targets: {
      choices: [first],
    },
  }: Pick<Weighing, 'reading' | 'candidates'> & { readonly targets: TargetChoices },
): number {
  if (candidate.columns.length === 0) return 0;
  const { sources } = candidate;
  const { named, isWhole } = chooseInputs(candidate, reading, first?.columns ?? []);
  const texts = named.filter(({ name }) => sources.includes(name));
  // No other network reads a list in a cell.
  const list = named.find(({ role }) => role === 'list');
  if (list !== undefined) return texts.includes(list) ? SOURCE_POINTS : -FIT_POINTS;
  if (sources.length > 0)
    return texts.length > 0 && texts.length === named.length ? SOURCE_POINTS : 0;
  const written = candidates.flatMap(({ sources }) => sources);
  if (named.every(({ name }) => written.includes(name))) return 0;
  const measured = named.filter(({ role }) => !WHOLE_ITEMS.has(role) && role !== 'date');
  // What is learned from at the same time is no forecast.
  const isAtOnce = isWhole && reading.evidence.forecast === 0;
  // "From its photo and its weight": a picture and what is measured beside it.
  if (candidate.kind === 'image-features-table') return measured.length > 0 ? AT_ONCE_POINTS : 0;
  if (candidate.kind !== 'table' || measured.length === 0) return 0;
  return isAtOnce ? AT_ONCE_POINTS : measured.length >= 2 ? INPUT_POINTS : 0;
}

/** Whether the words name two or more of the class folders. */
function mentionsClasses(
  { classNames, place, fit }: Candidate,
  { requirement: { text } }: Reading,
  candidates: readonly Candidate[],
): boolean {
  if (classNames.length === 0) return false;
  // `images and masks` are no classes where the files of these folders belong together.
  const isPart = classNames.some((name) =>
    candidates.some((other) => {
      const own = path.posix.join(place, name);
      return other.fit > fit && (other.place === own || other.place.startsWith(`${own}/`));
    }),
  );
  if (isPart) return false;
  const words = nameWords(text).split(' ');
  const mentioned = classNames.filter((name) =>
    nameWords(name)
      .split(' ')
      .every((part) => part.length > 2 && words.some((word) => wordSimilarity(part, word) >= 0.9)),
  );
  return mentioned.length >= MENTIONED;
}
