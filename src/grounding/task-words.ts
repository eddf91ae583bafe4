import type { Candidate, DataProfile, DataSpec } from '../artifacts/index.ts';
import { nameWords } from '../profile/columns.ts';
import type { Stated } from '../requirement/index.ts';
import type { TASKS } from '../requirement/index.ts';
import type { ChosenData } from './choose-data.ts';
import type { WeighedCandidate } from './choose-candidate.ts';
import { modalityOf } from './task-points.ts';
import type { TargetChoice } from './target-choice.ts';

/** Below this confidence a target is named in a warning, and asked about on a terminal. */
export const UNSURE = 0.5;
/** Points of lead that make a reading of the data twice as likely as the next one. */
const LEAD = 3;

/** The category of the first task with such data. */
export function categoryOf(tasks: typeof TASKS, { kind, target }: DataSpec): string {
  const own = tasks.find(({ layouts }) =>
    layouts.some((layout) => layout.kind === kind && layout.target === target),
  );
  const alike = tasks.find(({ layouts }) => layouts.some((layout) => layout.target === target));
  return (own ?? alike)?.category ?? 'Tabular Classification';
}

/** How sure kind and target of the data are, 0-1: by the lead over the next reading, and by the column. */
export function taskConfidence(
  best: WeighedCandidate,
  second: WeighedCandidate | undefined,
  target: TargetChoice | null,
): number {
  const lead = second === undefined ? Infinity : best.points - second.points;
  const sure = 1 / (1 + 2 ** (-lead / LEAD));
  return Math.min(sure, target?.confidence ?? 1);
}

/** Which target was taken though little speaks for it, and how to name another. */
export function doubts(
  { target }: ChosenData,
  { kind }: Candidate,
  others: readonly string[],
): readonly string[] {
  const beside = (target?.others ?? []).map(({ name }) => name).join(', ');
  if (target !== null && beside !== '')
    return [
      `Only ${target.columns.map(({ name }) => name).join(', ')} is predicted; ${beside} is no input either. Make a project for each.`,
    ];
  if (target === null || target.confidence >= UNSURE || others.length === 0) return [];
  const names = target.columns.map(({ name }) => name).join(', ');
  const what = modalityOf(kind) === 'series' ? 'forecast' : 'predicted';
  return [
    `Target: ${names} is ${what}, since it is the ${reasonWords(target.reason)}; the requirement names no column plainly. Name another with --target: ${others.join(', ')}.`,
  ];
}

function reasonWords(reason: string): string {
  return reason.startsWith('last column') ? 'last column' : `likeliest (${reason})`;
}

/** Which columns are learned from, where the words say so. */
export function inputLines(
  { choice, inputs }: ChosenData,
  { columns }: DataProfile,
): readonly string[] {
  if (choice.inputs === undefined) {
    const excluded = choice.excluded ?? [];
    return excluded.length === 0
      ? []
      : [`No inputs: ${excluded.join(', ')}, as the requirement says.`];
  }
  const left = columns.length - choice.inputs.length - (choice.columns?.length ?? 0);
  const rest = left > 0 ? `; ${left} other columns are left out` : '';
  return [
    `Inputs: ${inputs.named.map(({ name }) => name).join(', ')}, as the requirement says${rest}.`,
  ];
}

/** Inputs that the words name and that are not there, or not used. */
export function inputWarnings({ inputs }: ChosenData, { data }: DataProfile): readonly string[] {
  const features = data.facts['FEATURES'];
  // A column that names the images is used too.
  const used = new Set([...(Array.isArray(features) ? features : []), data.facts['IMAGE_COLUMN']]);
  const unused = inputs.named.filter(({ name }) => !used.has(name));
  return [
    ...inputs.absent.map(
      (words) => `No column is called ${JSON.stringify(words)}; it is no input.`,
    ),
    ...(Array.isArray(features) ? unused : []).map(
      ({ name, role }) => `${name} (${role}) is named as an input and cannot be used as one.`,
    ),
  ];
}

/** What the words say of classes and the data do not hold. */
export function dataWarnings(
  { classCount, classNames }: Stated,
  { data, classes }: DataProfile,
): readonly string[] {
  const counted = data.facts['CLASS_COUNT'];
  if (data.target !== 'class' || typeof counted !== 'number') return [];
  const oneOf = (name: string): string => nameWords(name).replace(/s$/, '');
  const there = new Set(classes.map(({ name }) => oneOf(name)));
  const isNumbered = classes.every(({ name }) => /^-?\d/.test(name));
  const absent = classNames.filter((name) => !there.has(oneOf(name)));
  const isOther = classNames.length > 0 && !isNumbered && absent.length === classNames.length;
  return [
    ...(classCount !== null && classCount !== counted
      ? [
          `The requirement speaks of ${classCount} classes, the data has ${counted}; the data is followed.`,
        ]
      : []),
    ...(isOther
      ? [
          `The requirement names the classes ${classNames.join(', ')}; those of the data are ${classes
            .slice(0, 10)
            .map(({ name }) => name)
            .join(', ')}.`,
        ]
      : []),
  ];
}
