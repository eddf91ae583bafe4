import { nameWords, similarWords } from './column-names.ts';

const VERBS =
  /\b(?:predict|classify|estimate|forecast|detect|identify|determine|recogni[sz]e|regress|diagnose|prediction of|classification of|estimation of|regression (?:model )?for|whether|how (?:many|much)|will|(?:targets|outputs|target (?:columns|variables)) are)\w*\b/gi;
/** What follows names inputs, or whom it is done for. */
const CLAUSE_END =
  /\b(?:from|based on|using|given|with|by|via|through|in order|that|so that|for (?:each|every|all)|per|across)\b|[.;:!?\n]/i;
/** `price of a house`, `demand in a city`: what is asked for stands first. */
const CLAUSE_PARTS = /\b(?:of|for|in|on|at|among)\b/i;
/** `classify names by gender`, `sort letters into topics`. */
const GROUPINGS =
  /\b(?:classify|categori[sz]e|group|sort)\w*\b[^.;!?\n]*?\b(?:by|into|according to)\s+([^.;!?\n]+)/gi;
/** `sentiment analysis`, `price prediction`, `spam filter`. */
const TOPICS =
  /((?:[\p{L}\p{N}_-]+\s+){1,3})(?:predict|classif|detect|analysis|forecast|recogni|estimat|filter|regress|diagnos|scor)/giu;
const MOST_WORDS = 12;

/** What follows each verb of prediction, up to what names inputs. */
function targetClauses(requirement: string): string[] {
  return [...requirement.matchAll(VERBS)].map(
    (match) => requirement.slice(match.index + match[0].length).split(CLAUSE_END)[0] ?? '',
  );
}

/** Parts of the requirement that say what is predicted, as words, the most telling first. */
export function targetPhrases(requirement: string): string[][] {
  const words = (text: string): string[] => nameWords(text).split(' ').slice(0, MOST_WORDS);
  const grouped = [...requirement.matchAll(GROUPINGS)].map(([, after]) => after ?? '');
  const parts = [...grouped, ...targetClauses(requirement)].map((clause) =>
    clause.split(CLAUSE_PARTS),
  );
  const depth = Math.max(0, ...parts.map(({ length }) => length));
  const ordered = Array.from({ length: depth }, (_, at) =>
    parts.flatMap((clause) => clause[at] ?? []),
  ).flat();
  const topics = [...requirement.matchAll(TOPICS)].map(([, before]) => before ?? '');
  return [...ordered, ...topics].map(words).filter(([first]) => first !== '');
}

/** Words of one meaning, in the languages whose column names are met most. */
const SAME_MEANING: readonly (readonly string[])[] = [
  'price prices cost preis verkaufspreis prix precio prezzo prijs fiyat'.split(' '),
  'rent rental miete kaltmiete warmmiete loyer alquiler affitto'.split(' '),
  'sales revenue turnover umsatz absatz ventes ventas satis'.split(' '),
  'consumption usage demand load verbrauch last consommation consumo'.split(' '),
  'salary wage pay income earnings gehalt lohn salaire salario sueldo'.split(' '),
  'quality qualität qualitaet calidad qualité'.split(' '),
  'temperature temp temperatur temperatura température'.split(' '),
  'weight gewicht poids peso'.split(' '),
  'churn churned attrition exited leave leaves left quit kündigung'.split(' '),
  'rating ratings stars score bewertung note'.split(' '),
  'sentiment polarity stimmung opinion'.split(' '),
  'subscribe subscribed subscription deposit'.split(' '),
  'survived survive survival'.split(' '),
];

/** `tip` and `tipp`, `give` and `given`: an ending more, or a slip of the pen. */
function sharesStem(left: string, right: string): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  const more = long.length - short.length;
  return short.length >= 3 && more <= (short.length === 3 ? 1 : 2) && long.startsWith(short);
}

/** `temp` stands for temperature, `Preis` for price. */
function stands(word: string, said: string): boolean {
  return (
    similarWords(word, said) ||
    sharesStem(word, said) ||
    (word.length >= 4 && said.startsWith(word)) ||
    SAME_MEANING.some((group) => group.includes(word) && group.includes(said))
  );
}

function matched(column: string, phrase: readonly string[]): { share: number; last: number } {
  const words = nameWords(column)
    .split(' ')
    .filter((word) => word.length > 1 && !/^(is|has|was)$/.test(word));
  const found = words.filter((word) => phrase.some((said) => stands(word, said)));
  const length = (list: readonly string[]): number => list.join('').length;
  return {
    share: length(words) < 3 ? 0 : length(found) / length(words),
    last: Math.max(-1, ...found.map((word) => phrase.findLastIndex((said) => stands(word, said)))),
  };
}

/** `heating load and cooling load`, `Y1, Y2`: what stands between the marks of a list. */
const LIST_MARK = /,|&|\b(?:and|as well as|plus)\b/i;

/** `the two targets, Y1 and Y2`: what a list is of names none of them. */
const NOTHING_NAMED =
  /^(?:(?:the|both|two|three|four|five|\d+|all|following|my)\s+)*(?:targets?|target (?:columns|variables)|outputs?|columns|values|numbers|variables)?:?$/i;

/** How many things the requirement asks to predict at once. */
export function countAsked(requirement: string): number {
  return Math.max(0, ...enumerations(requirement).map(({ length }) => length));
}

/** The column whose name, as it is written, is all that stands behind "predict"; however short it is. */
export function writtenMatch(columns: readonly string[], requirement: string): string | null {
  const asked = targetClauses(requirement)
    .map(thingsAsked)
    .map((thing) => thing.trim());
  return columns.find((name) => asked.includes(name)) ?? null;
}

/** A clause without what its things are of. */
function thingsAsked(clause: string): string {
  return clause.split(CLAUSE_PARTS)[0] ?? '';
}

/** The things of each list behind "predict". */
function enumerations(requirement: string): string[][] {
  return targetClauses(requirement)
    .map((clause) => thingsAsked(clause).split(LIST_MARK))
    .map((parts) => parts.map((part) => part.trim()).filter((part) => !NOTHING_NAMED.test(part)))
    .filter(({ length }) => length >= 2);
}

/** The columns that a list behind "predict" names one by one; null where one of its parts names none. */
export function listedMatch(
  columns: readonly string[],
  requirement: string,
): readonly string[] | null {
  for (const parts of enumerations(requirement)) {
    // "heating and cooling load": the last word belongs to both.
    const shared = parts.at(-1)?.split(/\s+/).at(-1) ?? '';
    const found = parts.map(
      (part) => namedBy(columns, part) ?? namedBy(columns, `${part} ${shared}`),
    );
    const names = found.filter((name) => name !== null);
    if (names.length === parts.length && new Set(names).size === names.length) return names;
  }
  return null;
}

/** The column that a few words name: as it is written, whatever its length, or by all of its words. */
function namedBy(columns: readonly string[], part: string): string | null {
  const written = part.split(/\s+/).map((word) => word.replaceAll(/["'`“”‘’]/g, ''));
  return (
    columns.find((name) => name === part.replaceAll(/["'`“”‘’]/g, '')) ??
    columns.find((name) => /[\p{Lu}\d_]/u.test(name) && written.includes(name)) ??
    wholeMatch(columns, [nameWords(part).split(' ')])
  );
}

/** The column all of whose words stand in the first phrase that has one; of several the longest, then the last named. */
export function wholeMatch(
  columns: readonly string[],
  phrases: readonly (readonly string[])[],
): string | null {
  for (const phrase of phrases) {
    const found = columns
      .map((name) => ({ name, ...matched(name, phrase) }))
      .filter(({ share }) => share === 1)
      .toSorted(
        (a, b) =>
          nameWords(b.name).split(' ').length - nameWords(a.name).split(' ').length ||
          b.last - a.last,
      );
    if (found[0] !== undefined) return found[0].name;
  }
  return null;
}

/** The only column that has most of its name in a phrase, by the word that ends it or the one before. */
export function partMatch(
  columns: readonly string[],
  phrases: readonly (readonly string[])[],
): string | null {
  for (const phrase of phrases) {
    const found = columns.filter((name) => {
      const { share, last } = matched(name, phrase);
      return share > 0.5 && last >= phrase.length - 2;
    });
    if (found.length === 1) return found[0] ?? null;
  }
  return null;
}

/** The column of whose values the requirement names two or more, and most. */
export function valueMatch(
  values: ReadonlyMap<string, readonly string[]>,
  requirement: string,
): string | null {
  const said = ` ${nameWords(requirement)} `;
  const scored = [...values].map(([name, all]) => {
    const named = all.filter(
      (value) => /\p{L}{2}/u.test(value) && said.includes(` ${nameWords(value)} `),
    );
    return { name, count: named.length, share: named.length / all.length };
  });
  const best = scored
    .filter(({ count, share }) => count >= 2 && share > 0.5)
    .toSorted((a, b) => b.count - a.count || b.share - a.share)[0];
  return best?.name ?? null;
}
