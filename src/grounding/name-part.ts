import type { Candidate, Reading } from '../artifacts/index.ts';
import { askedThings } from './asked-phrases.ts';
import { matchColumn } from './match-column.ts';

/** Points of the part of file names that the words say is the class. */
const POINTS = 12;
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const PART =
  /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2}(?:st|nd|rd|th)) (?:\w+ )?(?:number|part|digit|field|token|element|value|component|word|letter|code|position)s? (?:in|of|from) (?:the |each |every )?(?:image |audio )?(?:file ?)?names?\b/;

/** `named age_gender_date.jpg`: what the parts of a name are. */
const TEMPLATE =
  /\b(?:names?|named|called|files?|form(?:at)?)\b[^.;\n]{0,40}?(?<![\p{L}\p{N}])([\p{L}]+(?:[_-][\p{L}]+){2,7})(?![\p{L}\p{N}_])/u;
const LEAST_MATCH = 0.5;

/** The part of file names of such a form that is asked for, from 1; null where none is. */
function templatePart({ words, requirement: { text } }: Reading): number | null {
  const parts = TEMPLATE.exec(words)?.[1]?.split(/[_-]/) ?? [];
  const things = askedThings(text);
  const scores = parts.map((part) =>
    Math.max(0, ...things.map((thing) => thing.weight * matchColumn(part, thing).score)),
  );
  const best = Math.max(0, ...scores);
  return best < LEAST_MATCH ? null : scores.indexOf(best) + 1;
}

/** "The third number in the file name is the emotion" speaks for that part. */
export function partPoints({ namePart }: Candidate, reading: Reading): number {
  if (namePart === undefined) return 0;
  if (templatePart(reading) === namePart) return POINTS;
  const written = PART.exec(reading.words)?.[1];
  if (written === undefined) return 0;
  const number = ORDINALS.indexOf(written) + 1 || Number.parseInt(written, 10);
  return number === namePart ? POINTS : 0;
}
