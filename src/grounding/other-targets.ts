import type { Ask, DataSpec, Reading } from '../artifacts/index.ts';
import { askedThings } from './asked-phrases.ts';
import { wordsOf } from './choose-target.ts';
import { COMMAND, GENERIC } from './naming-table.ts';

/** Targets of which a program without data learns one. */
const LONE = new Set<DataSpec['target']>(['class', 'number', 'future']);

/**
 * What is to be predicted beside the first thing, as `gender` in "estimate age and gender", where the program learns one:
 * asks that the ledger settles as not done.
 */
export function otherTargets(reading: Reading, { target, facts }: DataSpec): readonly Ask[] {
  if (!LONE.has(target) || Array.isArray(facts['TARGET'])) return [];
  if (reading.asks.some(({ kind }) => kind === 'class' || kind === 'column')) return [];
  const [whole, ...rest] = askedThings(wordsOf(reading)).filter(
    ({ isTarget, isClause }) => isTarget && !isClause,
  );
  if (whole === undefined) return [];
  const heads = rest
    .filter(({ said }) => said.join(' ') === whole.said.join(' '))
    .map(({ words }) => words.find(({ weight }) => weight === 1)?.word ?? '');
  const named = [...new Set(heads)].filter((head) => /^\p{L}{3,}$/u.test(head));
  if (named.length < 2 || named.some((head) => GENERIC.test(head) || COMMAND.test(head))) return [];
  return named.slice(1).flatMap((head) => {
    const start = reading.requirement.text.toLowerCase().indexOf(head);
    const span: Ask['span'] = [start, start + head.length];
    const words = reading.requirement.text.slice(...span);
    return start < 0 ? [] : [{ kind: 'task', name: 'another target', value: head, words, span }];
  });
}
