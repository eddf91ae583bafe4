import { ownTable } from '../core/index.ts';

/** Frequent words by which a language is recognised; English is assumed where no other has as many. */
const FREQUENT: Readonly<Record<string, readonly string[]>> = ownTable({
  en: 'the a an of and to for with from in on that is are want need using use which'.split(' '),
  de: 'der die das den dem des und ein eine einen einer einem mit von für aus ist sind ich möchte will dass nach auf im zu'.split(
    ' ',
  ),
  fr: 'le la les des une un et avec pour dans je veux est sont du sur qui à partir'.split(' '),
  es: 'el la los las una un y con para en quiero es son del que de por sobre'.split(' '),
  pt: 'o a os as uma um e com para em quero é são do da que de por não'.split(' '),
  it: 'il la le gli una un e con per in voglio è sono del della che di da'.split(' '),
  nl: 'de het een en met van voor in ik wil is zijn op dat uit'.split(' '),
  tr: 've bir ile için bu olarak istiyorum göre veri'.split(' '),
  pl: 'i z na do w jest są chcę dla oraz'.split(' '),
});
const SETS = Object.entries(FREQUENT).map(([code, list]) => ({ code, list: new Set(list) }));
const SCRIPTS: readonly (readonly [code: string, pattern: RegExp])[] = [
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['el', /\p{Script=Greek}/gu],
];

/** ISO 639-1 code of the language of a text, by its script, then by its frequent words. */
export function recogniseLanguage(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const script = SCRIPTS.find(([, pattern]) => (text.match(pattern)?.length ?? 0) * 3 > letters);
  if (letters > 0 && script !== undefined) return script[0];
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = SETS.map(({ code, list }) => ({
    code,
    count: words.filter((word) => list.has(word)).length,
  }));
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).code;
}
