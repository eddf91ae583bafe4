import type {
  Candidate,
  DataKind,
  Evidence,
  Goal,
  Modality,
  Reading,
  TargetKind,
} from '../artifacts/index.ts';
import { KINDS } from '../kinds/index.ts';
import { nameWords, splitRole } from '../profile/columns.ts';
import { TASKS } from '../requirement/index.ts';

/** Points of a modality beyond which more words for it say no more. */
const MOST_MODALITY = 8;
/** Of a series, whose words ("daily", "temperature", "sales") are said of any table. */
const MOST_SERIES = 6;
/** Points of the words for a layout, which decide between layouts that serve the same goal. */
const LAYOUT_POINTS = 2;

/** Goals that a kind of data serves with one of these targets, of the tasks that can be asked for. */
export function goalsOf(
  kind: DataKind,
  targets: readonly TargetKind[],
  words: string,
): readonly Goal[] {
  const own = TASKS.flatMap(({ goal, layouts }) => {
    const [usual] = layouts;
    const serves = layouts.some(
      (layout) =>
        layout.kind === kind &&
        targets.includes(layout.target) &&
        // A special way of a task, as counting by density maps, is one only where it is spoken of; of the usual data
        // their structure decides between targets.
        (layout.target === usual?.target ||
          layout.kind === usual?.kind ||
          layout.when?.test(words) === true),
    );
    return serves ? [goal] : [];
  });
  const isNamed = TASKS.some(({ layouts }) =>
    layouts.some((layout) => layout.kind === kind && targets.includes(layout.target)),
  );
  if (isNamed) return [...new Set(own)];
  const alike = TASKS.filter(({ layouts }) =>
    layouts.some(({ target }) => targets.includes(target)),
  );
  return [...new Set(alike.map(({ goal }) => goal))];
}

/** Points of the strongest goal that a candidate serves. */
export function goalPoints(
  { kind, targets }: Pick<Candidate, 'kind' | 'targets'>,
  { evidence, words }: Reading,
): number {
  return Math.max(0, ...goalsOf(kind, targets, words).map((goal) => evidence[goal]));
}

/** Points where the requirement holds the words that one of its tasks gives for this layout. */
export function layoutPoints(
  { kind, targets }: Pick<Candidate, 'kind' | 'targets'>,
  { evidence, words }: Reading,
): number {
  const isNamed = TASKS.some(
    ({ goal, layouts }) =>
      evidence[goal] > 0 &&
      layouts.some(
        (layout) =>
          layout.kind === kind &&
          targets.includes(layout.target) &&
          layout.when?.test(words) === true,
      ),
  );
  return isNamed ? LAYOUT_POINTS : 0;
}

/** Whether the words speak of one of several targets that the same data serve: of the largest object, or of all. */
export function speaksOf(kind: DataKind, target: TargetKind, { words }: Reading): boolean {
  return TASKS.some(({ layouts }) =>
    layouts.some(
      (layout) =>
        layout.kind === kind && layout.target === target && layout.when?.test(words) === true,
    ),
  );
}

/** Points of boxes where the words detect something: without boxes that would be a class. */
export function boxPoints({ kind }: Pick<Candidate, 'kind'>, { words }: Reading): number {
  return kind === 'image-boxes' && DETECTED.test(words) ? BOX_POINTS : 0;
}
const DETECTED = /\bdetect/;
const BOX_POINTS = 4;

/** Points of pairs of pictures where the words say what those to be restored are, as their folder does: `noisy`. */
export function pairPoints(
  { kind, place }: Pick<Candidate, 'kind' | 'place'>,
  { words }: Reading,
): number {
  if (kind !== 'image-pairs') return 0;
  const said = ` ${words} `;
  const names = place.split('/').filter((name) => splitRole(name) === null);
  return names.some((name) => !PLAIN_FOLDER.test(name) && said.includes(` ${nameWords(name)} `))
    ? PAIR_POINTS
    : 0;
}
const PLAIN_FOLDER = /^(?:images?|photos?|pictures?|imgs?|inputs?|data|x|a)$/i;
const PAIR_POINTS = 6;

export function modalityOf(kind: DataKind): Modality {
  return KINDS[kind].modality;
}

/** Points of the words for what the data are; `csv` and `columns` say nothing of a table that could be texts or a series. */
export function modalityPoints(kind: DataKind, evidence: Evidence): number {
  const capped = (modality: Modality): number => Math.min(evidence[modality], MOST_MODALITY);
  const modality = modalityOf(kind);
  if (modality === 'table') return 0;
  if (modality === 'series') return Math.min(evidence.series, MOST_SERIES);
  return modality === 'mixed' ? capped('image') + capped('mixed') : capped(modality);
}
