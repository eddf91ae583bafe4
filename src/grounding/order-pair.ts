import { ownTable } from '../core/index.ts';
import type { Candidate, DataChoice, Reading } from '../artifacts/index.ts';
import { nameWords } from '../profile/columns.ts';

/** ISO 639-1 codes of languages by their English names, as far as text is recognised in them. */
const CODES: Readonly<Record<string, string>> = ownTable({
  english: 'en',
  german: 'de',
  french: 'fr',
  spanish: 'es',
  portuguese: 'pt',
  italian: 'it',
  dutch: 'nl',
  turkish: 'tr',
  polish: 'pl',
  russian: 'ru',
  arabic: 'ar',
  chinese: 'zh',
  mandarin: 'zh',
  japanese: 'ja',
  korean: 'ko',
  hindi: 'hi',
  greek: 'el',
});

/**
 * Source and target of pairs of texts: by the languages from which into which is translated, in names of columns or in the
 * texts themselves; of summaries the longer text is the source. Empty where the structure's own order stands.
 */
export function orderPair(
  candidate: Candidate,
  reading: Reading,
): Pick<DataChoice, 'source' | 'columns' | 'reason'> {
  const asked = reading.asks.find(({ kind, name }) => kind === 'data' && name === 'languages');
  const [from, to] = Array.isArray(asked?.value) ? asked.value.map(String) : [];
  if (from !== undefined && to !== undefined) {
    const source = inLanguage(candidate, from);
    const target = inLanguage(candidate, to);
    const other = (name: string | undefined): string | undefined =>
      name === undefined ? undefined : candidate.sources.find((column) => column !== name);
    const pair = [source ?? other(target), target ?? other(source)] as const;
    if (pair[0] !== undefined && pair[1] !== undefined && pair[0] !== pair[1])
      return {
        source: pair[0],
        columns: [pair[1]],
        reason: `${pair[1]} is in ${capital(to)}, into which ${pair[0]} is translated`,
      };
  }
  return reading.evidence.summarize > 0 ? longerFirst(candidate) : {};
}

/** The column that is named after a language, else the only one that is written in it. */
function inLanguage(candidate: Candidate, language: string): string | undefined {
  const { sources } = candidate;
  const code = CODES[language];
  const named = sources.find((name) => {
    const words = nameWords(name).split(' ');
    return (
      words.includes(language) ||
      (code !== undefined && words.includes(code)) ||
      (name.length >= 3 && language.startsWith(nameWords(name)))
    );
  });
  if (named !== undefined) return named;
  const written = [...candidate.languages()].filter(
    ([name, found]) => sources.includes(name) && found === code,
  );
  return written.length === 1 ? written[0]?.[0] : undefined;
}

function longerFirst(candidate: Candidate): Pick<DataChoice, 'source' | 'columns' | 'reason'> {
  const texts = candidate.columns.filter(({ name }) => candidate.sources.includes(name));
  const [longest, ...others] = texts.toSorted((a, b) => b.averageWords - a.averageWords);
  const [shorter] = others;
  const isNamed = texts.some(({ name }) => /summar|highlight|headline|title|abstract/i.test(name));
  if (longest === undefined || shorter === undefined || isNamed || texts.length > 2) return {};
  return {
    source: longest.name,
    columns: [shorter.name],
    reason: `${shorter.name} is the shorter text`,
  };
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
