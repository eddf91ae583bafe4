import { cellText, isObject, parseJson, recordRows } from './json-file.ts';
import type { MadeRows } from './made-table.ts';

const FEWEST = 2;
/** Words a text on average, below which lists are labels of one item. */
const SENTENCE = 1.5;

/**
 * The rows of a JSON file that holds a list of objects, by itself or as the only list of an object; an object whose only list of
 * texts has several gives a row for each of them. Null where it holds something else, or JSON lines.
 */
export async function readJsonRows(absolute: string, file: string): Promise<MadeRows | null> {
  const content = await parseJson(absolute);
  if (Array.isArray(content)) return listRows(file, content, null);
  if (!isObject(content)) return null;
  const lists = Object.entries(content).filter(([, value]) => Array.isArray(value));
  const [[key, list] = ['', []], ...others] = lists;
  return others.length > 0 || !Array.isArray(list) ? null : listRows(file, list, key);
}

function listRows(file: string, content: readonly unknown[], key: string | null): MadeRows | null {
  const records = content.filter(isObject);
  if (records.length < FEWEST || records.length < content.length) return null;
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const plain = names.filter((name) =>
    records.every((record) => !Array.isArray(record[name]) && cellText(record[name]) !== null),
  );
  const spread = names.filter(
    (name) =>
      records.every((record) => isTextList(record[name])) &&
      averageWords(records, name) >= SENTENCE,
  );
  const [longest] = spread.toSorted((a, b) => itemCount(records, b) - itemCount(records, a));
  if (key === null && longest === undefined) return recordRows(file, content);
  const own = longest === undefined ? plain : [...plain, longest];
  if (plain.length === 0 || own.length < FEWEST) return null;
  const rows = records.flatMap((record) => {
    const parts = longest === undefined ? [null] : texts(record[longest]);
    return parts.map((part) => [
      ...plain.map((name) => cellText(record[name]) ?? ''),
      ...(part === null ? [] : [part]),
    ]);
  });
  const facts = { RECORDS_KEY: key, LIST_COLUMN: longest ?? null };
  return { form: 'json-list', file, names: own, rows, facts };
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function averageWords(records: readonly Readonly<Record<string, unknown>>[], name: string): number {
  const all = records.flatMap((record) => texts(record[name]));
  const words = all.reduce((sum, text) => sum + text.trim().split(/\s+/).length, 0);
  return all.length === 0 ? 0 : words / all.length;
}

function itemCount(records: readonly Readonly<Record<string, unknown>>[], name: string): number {
  return records.reduce((sum, record) => sum + texts(record[name]).length, 0);
}
