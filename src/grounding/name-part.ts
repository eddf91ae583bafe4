import type { Candidate, Reading } from '../artifacts/index.ts';

/** Points of the part of file names that the words say is the class. */
const POINTS = 12;
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const PART =
  /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2}(?:st|nd|rd|th)) (?:\w+ )?(?:number|part|digit|field|token|element|value|component|word|letter|code|position)s? (?:in|of|from) (?:the |each |every )?(?:image |audio )?(?:file ?)?names?\b/;

/** "The third number in the file name is the emotion" speaks for that part. */
export function partPoints({ namePart }: Candidate, { words }: Reading): number {
  const written = PART.exec(words)?.[1];
  if (namePart === undefined || written === undefined) return 0;
  const number = ORDINALS.indexOf(written) + 1 || Number.parseInt(written, 10);
  return number === namePart ? POINTS : 0;
}
