import { markdownTable, writeRegions } from '../kinds/index.ts';
import type { Architecture } from './architecture.ts';

/**
 * docs/pool.md with what the pool's architectures declare; `heard` gives the phrases that a term of the vocabulary is
 * asked for by. Errors: Error where the marks are missing.
 */
export function writeArchitectureDocs(
  document: string,
  architectures: readonly Architecture[],
  heard: ReadonlyMap<string, readonly string[]>,
): string {
  const rows = architectures.map(({ id, term, title, fits, paper }) => [
    `\`models/${id}\``,
    term,
    (heard.get(term) ?? []).map((phrase) => `\`${phrase.replaceAll('|', '\\|')}\``).join(', '),
    [...fits].map(([kind, targets]) => `\`${kind}\`: ${[...targets].join(', ')}`).join('<br>'),
    `${title} ${paper}`,
  ]);
  return writeRegions(document, {
    architectures: () =>
      markdownTable(
        ['section', 'ask', 'heard as', 'kinds of data and targets', 'what it is'],
        rows,
      ),
  });
}
