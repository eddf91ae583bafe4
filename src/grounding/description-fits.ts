import type { DataSpec } from '../artifacts/index.ts';
import { factsOf, kindOf, SUBJECTS, type Subject } from '../kinds/index.ts';
import { readCount } from '../requirement/index.ts';
import { TARGETS } from '../targets/index.ts';

const CLASS_COUNT = /\b(\d+|two|three|four|five|six|seven|eight|nine|ten)(?: \w+)? classes\b/i;
/** Words of one kind of data: where the data or what is made of them are another, a description with them is false. */
const SUBJECT_WORDS: Readonly<Record<Subject, RegExp>> = {
  images: /\b(?:images?|pictures?|photos?|photographs?)\b/i,
  sounds: /\b(?:audio|sounds?|waveforms?)\b/i,
  tables: /\b(?:tabular|tables?)\b/i,
  texts: /\b(?:texts?|sentences?|documents?|words?|tokens?|tokenized)\b/i,
};

/** Whether a text speaks of other data than these subjects. */
function speaksOfOther(text: string, subjects: readonly Subject[]): boolean {
  return SUBJECTS.some((name) => !subjects.includes(name) && SUBJECT_WORDS[name].test(text));
}

const MANY_SIZES =
  /\b(?:var\w+|different|any|unspecified|unknown) (?:\w+ )?(?:sizes?|dimensions?|resolutions?|shapes?)\b/i;

/**
 * Whether a predicted description of the inputs can be one of these data: their kind, and their sizes where it has some;
 * `isSized`: a size is stated.
 */
export function inputWordsFit(text: string, data: DataSpec, isSized = false): boolean {
  const { subjects, nouns } = kindOf(data);
  if (isBroken(text)) return false;
  if (isSized && (MANY_SIZES.test(text) || !areSizes(text.match(/\d+/g) ?? [], data))) return false;
  if (speaksOfOther(text, subjects)) return false;
  const sizes = sizesIn(text);
  if (nouns?.test(text) === false && sizes.length === 0) return false;
  const { IMAGE_SIZE: sides, CHANNELS: channels } = factsOf(data);
  if (!Array.isArray(sides)) return sizes.every((size) => areKnown(size, data.facts));
  const shapes = [sides, [...sides, channels]].map(String);
  return sizes.every((size) => size.length === 0 || shapes.includes(String(size)));
}

/** A sentence whose end was cut off, or that says one word of itself: `Images of size.`, `Images of images`. */
function isBroken(text: string): boolean {
  return (
    /\b(?:of|with|for|in|by|to|and|from|the|an?|of size)\W*$/i.test(text) ||
    /\b(\p{L}+?)s? (?:of|for) (?:the )?\1s?\b/iu.test(text) ||
    /\bpredict\w* (?:\w+ ){0,3}predict|\bof (?:whether|if|how)\b/i.test(text) ||
    /\(\d+ or \p{L}[^)]*\)/iu.test(text)
  );
}

/** `Images of chest X-ray images` in fewer words. */
export function tidyWords(text: string): string {
  return text.replace(
    /^Images of (?:the )?((?:[\p{L}\p{N}-]+ ){1,4})images\b/iu,
    (_, kind: string) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}images`,
  );
}

/** Whether numbers as large as sides of images are sides of these, or of another fact. */
function areSizes(numbers: readonly string[], { facts }: DataSpec): boolean {
  return areKnown(
    numbers.map(Number).filter((number) => number >= LEAST_SIDE && number !== WHITE),
    facts,
  );
}

const LEAST_SIDE = 4;
const WHITE = 255;

/** Answers that any question with two of them may have. */
const PLAIN_ANSWERS = /^(?:0|1|yes|no|true|false|positive|negative|not .*|or not)$/i;

/** Whether the classes that a description names in brackets stand in the words of the requirement: `(cat or dog)`. */
export function namesSaidClasses(text: string, words: string): boolean {
  const [, list = ''] = /\(([^()]{1,80}? or [^()]{1,40})\)/.exec(text) ?? [];
  return list
    .toLowerCase()
    .split(/\s*,\s*(?:or )?|\s+or\s+/)
    .every((name) => name === '' || PLAIN_ANSWERS.test(name) || words.includes(name));
}

/** Whether a predicted description of the outputs can be one of this target and its number of classes. */
export function outputWordsFit(text: string, data: DataSpec): boolean {
  const { target, facts } = data;
  const { words, makes, classes } = TARGETS[target];
  if (words.must?.test(text) === false || words.never?.test(text) === true) return false;
  if (isBroken(text) || (/\bvocab/i.test(text) && !makes.includes('texts'))) return false;
  if (/\bmulti-?label/i.test(text) && target !== 'labels') return false;
  if (speaksOfOther(text, [...kindOf(data).subjects, ...makes])) return false;
  const { CLASS_COUNT: count } = factsOf(data);
  if (classes === true && typeof count === 'number') return classWordsFit(text, count);
  return sizesIn(text).every((sizes) => areKnown(sizes, facts));
}

function classWordsFit(text: string, count: number): boolean {
  const stated = CLASS_COUNT.exec(text)?.[1];
  if (stated !== undefined && readCount(stated.toLowerCase()) !== count) return false;
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
