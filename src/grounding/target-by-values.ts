import type { Candidate, DataColumn, Reading } from '../artifacts/index.ts';
import { nameWords } from '../profile/columns.ts';
import { statedOf } from '../requirement/index.ts';
import type { AskedThing } from './asked-phrases.ts';
import { SURE, type TargetChoice } from './target-choice.ts';
import { wordSimilarity } from './word-similarity.ts';

/** The column whose values are the classes that the requirement lists. */
export async function byClassNames(
  candidate: Candidate,
  { asks }: Reading,
): Promise<readonly TargetChoice[]> {
  const listed = asks.find(({ kind, name }) => kind === 'class' && name === 'class names')?.value;
  if (!Array.isArray(listed) || listed.length < 2) return [];
  const names = listed.map((name) => nameWords(String(name)));
  const values = await candidate.values();
  return candidate.labels.flatMap((column) => {
    const own = (values.get(column.name) ?? []).map(nameWords);
    const held = names.filter((name) => own.includes(name)).length;
    if (held < 2 || held < names.length * 0.6) return [];
    return [
      {
        columns: [column],
        reason: 'its values are the classes that the requirement names',
        confidence: SURE.classNames,
        isSaid: true,
      },
    ];
  });
}

/** The only column with as many values as classes are asked for. */
export function byClassCount(
  labels: readonly DataColumn[],
  reading: Reading,
): readonly TargetChoice[] {
  const { classCount } = statedOf(reading);
  if (classCount === null || classCount < 3) return [];
  const [column, ...others] = labels.filter(({ distinct }) => distinct === classCount);
  if (column === undefined || others.length > 0) return [];
  const reason = `it alone has ${classCount} values, as many as classes are asked for`;
  return [{ columns: [column], reason, confidence: SURE.values, isSaid: true }];
}

/** The column of whose values the requirement names two or more, and most. */
export async function byValues(
  candidate: Candidate,
  text: string,
): Promise<readonly TargetChoice[]> {
  const said = ` ${nameWords(text)} `;
  const values = await candidate.values();
  const scored = candidate.labels.flatMap((column) => {
    const all = values.get(column.name) ?? [];
    const named = all.filter(
      (value) => /\p{L}{2}/u.test(value) && said.includes(` ${nameWords(value)} `),
    );
    const share = named.length / Math.max(1, all.length);
    return named.length >= 2 && share > 0.5 ? [{ column, count: named.length, share }] : [];
  });
  return scored
    .toSorted((a, b) => b.count - a.count || b.share - a.share)
    .slice(0, 1)
    .map(({ column }) => ({
      columns: [column],
      reason: 'the requirement names its values',
      confidence: SURE.values,
      isSaid: true,
    }));
}

/** The only column that has the thing that is asked for as a value: `detect spam` of `ham` and `spam`. */
export async function byOneValue(
  candidate: Candidate,
  things: readonly AskedThing[],
): Promise<readonly TargetChoice[]> {
  const values = await candidate.values();
  const heads = things.flatMap(({ words, isClause }) =>
    words.filter(({ weight }) => isClause || weight === 1).map(({ word }) => word),
  );
  const found = candidate.labels.filter((column) =>
    (values.get(column.name) ?? []).some((value) => {
      const own = nameWords(value);
      return own.length > 2 && heads.some((head) => wordSimilarity(own, head) >= 0.9);
    }),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) return [];
  const reason = 'what the requirement asks for is one of its values';
  return [{ columns: [only], reason, confidence: SURE.value, isSaid: true }];
}

/**
 * Columns of 0 and 1 that begin or end alike, where the requirement names two or more and most of them by the rest of their
 * names: `fault_scratch`, `fault_bump`.
 */
export function byFlagNames(labels: readonly DataColumn[], text: string): readonly TargetChoice[] {
  const said = ` ${nameWords(text)} `;
  const flags = labels
    .filter(({ binary, role }) => binary && role !== 'id')
    .map((column) => ({ column, words: nameWords(column.name).split(' ') }))
    .filter(({ words }) => words.length > 1);
  for (const end of [0, -1]) {
    const families = Map.groupBy(flags, ({ words }) => words.at(end) ?? '');
    for (const family of families.values()) {
      const named = family.filter(({ words }) =>
        said.includes(` ${words.slice(...(end === 0 ? [1] : [0, -1])).join(' ')} `),
      );
      if (named.length < 2 || named.length <= family.length / 2) continue;
      const columns = family.map(({ column }) => column);
      const reason = 'the requirement names what these columns of 0 and 1 stand for';
      return [{ columns, reason, confidence: SURE.values, isSaid: true }];
    }
  }
  return [];
}
