import { knownFacts, type Facts } from './facts.ts';

/**
 * The facts with `NUMBERS`, `DATES` and `CATEGORIES` limited to the features, as a plan may choose other features, codes or
 * targets than the profile; null all where one of the features has no known role.
 */
export function agreeRoles(facts: Facts): Facts {
  const { FEATURES: features, CATEGORICAL, TARGET, ID_COLUMN, ...known } = knownFacts(facts);
  const { NUMBERS: numbers, DATES: dates, CATEGORIES: categories } = known;
  if (!Array.isArray(numbers) || !Array.isArray(dates) || !Array.isArray(categories)) return facts;
  const others = new Set([TARGET, ID_COLUMN].flat().map((name) => name?.trim()));
  const wanted = (features ?? []).map((name) => name.trim()).filter((name) => !others.has(name));
  const codes = new Set(CATEGORICAL?.map((name) => name.trim()));
  const named = (names: readonly string[]): readonly string[] =>
    wanted.filter((name) => names.includes(name));
  const hasRole = wanted.every((name) => [...numbers, ...dates, ...categories].includes(name));
  if (wanted.length === 0 || !hasRole)
    return { ...facts, NUMBERS: null, DATES: null, CATEGORIES: null };
  return {
    ...facts,
    NUMBERS: named(numbers).filter((name) => !codes.has(name)),
    DATES: named(dates),
    CATEGORIES: wanted.filter(
      (name) => categories.includes(name) || (numbers.includes(name) && codes.has(name)),
    ),
  };
}
