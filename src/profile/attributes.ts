import type { ClassCount } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import type { Column } from './table.ts';

const NAMED = 20;

/** `cat (20), dog (22)`; long lists end in how many more. */
export function listNames(classes: readonly ClassCount[]): string {
  const named = classes.slice(0, NAMED).map(({ name, count }) => `'${name}' (${count})`);
  return named.join(', ') + more(classes.length);
}

export function listColumns(names: readonly string[]): string {
  return names.slice(0, NAMED).join(', ') + more(names.length);
}

function more(count: number): string {
  return count > NAMED ? ` and ${count - NAMED} more` : '';
}

/** Columns in the words of dataset attributes: how many of which role, with names. */
export function columnWords(columns: readonly Column[]): string {
  const groups = [
    ['numerical', columns.filter(({ role }) => role === 'number')],
    ['categorical', columns.filter(({ role }) => role === 'category' || role === 'boolean')],
    ['text', columns.filter(({ role }) => role === 'text')],
    ['date', columns.filter(({ role }) => role === 'date')],
  ] as const;
  const words = groups
    .filter(([, members]) => members.length > 0)
    .map(([name, members]) => {
      const names = listColumns(members.map((column) => column.name));
      return `${members.length} ${name} feature${members.length === 1 ? '' : 's'} (${names})`;
    });
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Imbalance and classes too small to split. */
export function itemFindings(classes: readonly ClassCount[]): readonly Issue[] {
  const counts = classes.map(({ count }) => count);
  const largest = Math.max(...counts);
  const smallest = Math.min(...counts);
  const findings: Issue[] = [];
  if (largest >= 4 * smallest)
    findings.push({
      code: 'IMBALANCE',
      path: 'target',
      message: `Classes are unequal: the largest has ${largest} items, the smallest ${smallest}.`,
      fix: 'Judge by macro F1; class weights are used.',
    });
  const rare = classes.filter(({ count }) => count < 5);
  if (rare.length > 0)
    findings.push({
      code: 'RARE_CLASS',
      path: 'target',
      message: `${rare.length} of ${classes.length} classes have fewer than five items: ${listNames(rare)}.`,
      fix: 'Add items, or merge these classes.',
    });
  return findings;
}
