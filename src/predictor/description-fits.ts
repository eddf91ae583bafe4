import type { DataSpec, TargetKind } from '../artifacts/index.ts';

const PICTURES = /\b(?:images?|pictures?|photos?|photographs?)\b/i;
const SOUNDS = /\b(?:audio|sounds?|waveforms?)\b/i;
const MAPS = /\b(?:images?|pictures?|photos?|masks?|maps?|pixels?)\b/i;
const CLASSES = /\bclass(?:es|ification)?\b|\bcategor/i;
const CLASS_COUNT = /\b(\d+)(?: \w+)? classes\b/i;

/** Targets that have no classes to speak of. */
const WITHOUT_CLASSES: ReadonlySet<TargetKind> = new Set(['number', 'future', 'text']);

/** Whether a predicted description of the inputs can be one of these data: their kind, and their sizes where it has some. */
export function inputWordsFit(text: string, { kind, facts }: DataSpec): boolean {
  const isPicture = kind.startsWith('image');
  if (!isPicture && kind !== 'arrays' && PICTURES.test(text)) return false;
  if (!kind.startsWith('audio') && SOUNDS.test(text)) return false;
  const side = facts['IMAGE_SIZE'];
  if (!isPicture || !Array.isArray(side))
    return sizesIn(text).every((sizes) => areKnown(sizes, facts));
  const shapes = [side, [...side, facts['CHANNELS']]].map(String);
  return sizesIn(text).every((sizes) => sizes.length === 0 || shapes.includes(String(sizes)));
}

/** Whether a predicted description of the outputs can be one of this target and its number of classes. */
export function outputWordsFit(text: string, { target, facts }: DataSpec): boolean {
  if (/\bmulti-?label/i.test(text) && target !== 'labels') return false;
  const count = facts['CLASS_COUNT'];
  if (target === 'class' && typeof count === 'number') return classWordsFit(text, count);
  if (!sizesIn(text).every((sizes) => areKnown(sizes, facts))) return false;
  if (target === 'image') return MAPS.test(text) && !CLASSES.test(text);
  return !(WITHOUT_CLASSES.has(target) && CLASSES.test(text));
}

function classWordsFit(text: string, count: number): boolean {
  const stated = CLASS_COUNT.exec(text)?.[1];
  if (stated !== undefined && Number(stated) !== count) return false;
  if (/\bbinary\b/i.test(text) && count !== 2) return false;
  const units = count === 2 ? [1, 2] : [count];
  return sizesIn(text).every(
    (sizes) => sizes.length === 0 || (sizes.length === 1 && units.includes(sizes[0] ?? 0)),
  );
}

/** The numbers of each shape that a text states: `(batch, 224, 224, 3)`, `64x64`. */
function sizesIn(text: string): number[][] {
  const tuples = [...text.matchAll(/\(([\w\s,]*,[\w\s,]*)\)/g)].map(([, inside = '']) =>
    inside.split(','),
  );
  const pairs = [...text.matchAll(/\b(\d+) ?[x×] ?(\d+)\b/g)].map(([, left, right]) => [
    left,
    right,
  ]);
  return [...tuples, ...pairs].map((parts) =>
    parts
      .map((part) => part?.trim() ?? '')
      .filter((part) => /^\d+$/.test(part))
      .map(Number),
  );
}

function areKnown(sizes: readonly number[], facts: DataSpec['facts']): boolean {
  const known = new Set(Object.values(facts).flat().map(Number));
  return sizes.every((size) => size === 1 || known.has(size));
}
