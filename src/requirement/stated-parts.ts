import type { Ask, Requirement } from '../artifacts/index.ts';

/** Parts that data come in, in the order of the files that are assumed for them. */
const PARTS = [
  ['train', /\btrain/i],
  ['validation', /\b(?:valid|val\b|dev)/i],
  ['test', /\btest/i],
] as const;

/** The parts are there, and are not to be made. */
const HELD =
  /\b(?:consist|includ|contain|compris|organi[sz]ed|provided|separate|available|comes?|has|have|with|there (?:is|are))\w*\b[^.;]*$/i;
const HOLDING = /^\W*(?:contain|consist|includ|compris|have|has|hold|come)/i;
const PLACES = /director|folder|files?\b/i;
/** Rows whose target is to be found out. */
const UNLABELLED = /\bsubmi(?:ssion|t)|\bunlabell?ed/i;

/** Names of the parts that a text says its data come in; empty where it does not say that they are there. */
export function statedParts(asks: readonly Ask[], requirement: Requirement): readonly string[] {
  const ask = asks.find(
    ({ kind, name }) => kind === 'data' && name === 'training, validation and test sets',
  );
  const text = `${requirement.text}\n${requirement.attributes}`;
  if (ask === undefined || UNLABELLED.test(text)) return [];
  const [start, end] = ask.span;
  const isThere =
    PLACES.test(ask.words) ||
    HELD.test(text.slice(Math.max(0, start - 200), start)) ||
    HOLDING.test(text.slice(end, end + 20));
  const parts = PARTS.filter(([, heard]) => heard.test(ask.words)).map(([name]) => name);
  return isThere && parts.includes('train') && parts.length > 1 ? parts : [];
}
