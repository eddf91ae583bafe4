import { readFile } from 'node:fs/promises';
import { readStart } from './csv-head.ts';
import type { MadeRows } from './made-table.ts';

const START_BYTES = 64 * 1024;
const SHARE = 0.98;
const FEWEST_LINES = 10;
const TAG = /^(?:O|[BIESLU]-\S+)$/;
/** Marks where a document begins. */
const DOCUMENT = '-DOCSTART-';

/** Does a file begin with such lines? */
export async function holdsTaggedLines(absolute: string): Promise<boolean> {
  const start = await readStart(absolute, START_BYTES);
  return areTaggedLines(start.toString('utf8'));
}

/** Are these the lines of a CoNLL file: a word, whatever is between, and its tag; blank lines between sentences? */
function areTaggedLines(text: string): boolean {
  const lines = text.split(/\r?\n/);
  const rows = lines.map(fieldsOf).filter((fields) => fields.length > 0);
  const tagged = rows.filter((fields) => fields.length > 1 && TAG.test(fields.at(-1) ?? ''));
  return (
    rows.length >= FEWEST_LINES &&
    tagged.length >= rows.length * SHARE &&
    tagged.some((fields) => /^[BSU]-/.test(fields.at(-1) ?? '')) &&
    rows.length < lines.length
  );
}

/** The words of a CoNLL file as rows: number of the sentence, word, tag. */
export async function readTaggedLines(absolute: string, file: string): Promise<MadeRows> {
  const text = (await readFile(absolute, 'utf8')).replace('\uFEFF', '');
  const rows: string[][] = [];
  let sentence = 1;
  for (const line of text.split(/\r?\n/)) {
    const fields = fieldsOf(line);
    const [word] = fields;
    if (word === undefined || word === DOCUMENT) sentence += 1;
    else rows.push([String(sentence), word, fields.at(-1) ?? '']);
  }
  return { form: 'conll', file, names: ['sentence', 'word', 'tag'], rows };
}

function fieldsOf(line: string): readonly string[] {
  return line.split(/\s+/).filter((field) => field !== '');
}
