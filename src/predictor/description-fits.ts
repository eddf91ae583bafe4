import type { DataKind, TargetKind } from '../artifacts/index.ts';

const PICTURES = /\b(?:images?|pictures?|photos?|photographs?)\b/i;
const MAPS = /\b(?:images?|pictures?|photos?|maps?|pixels?)\b/i;
const CLASSES = /\bclass(?:es|ification)?\b|\bcategor/i;

/** Targets that have no classes to speak of. */
const WITHOUT_CLASSES: ReadonlySet<TargetKind> = new Set(['number', 'future', 'text']);

/** Whether a predicted description of the inputs can be one of this kind of data. */
export function inputWordsFit(text: string, kind: DataKind): boolean {
  return kind.startsWith('image') || kind === 'arrays' || !PICTURES.test(text);
}

/** Whether a predicted description of the outputs can be one of this target. */
export function outputWordsFit(text: string, target: TargetKind): boolean {
  if (target === 'image') return MAPS.test(text) && !CLASSES.test(text);
  return !WITHOUT_CLASSES.has(target) || !CLASSES.test(text);
}
