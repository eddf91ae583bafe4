import type { TouchedFile } from './additions-table.ts';

/**
 * The text of a touched file after the addition. `source` is the text of `like`, or of the file itself where that is
 * changed. Errors: Error for a place that is not there, or not once.
 */
export function changeText(source: string, touched: TouchedFile): string {
  const { file, text, like, changes = [], insert = [] } = touched;
  const changed = changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`${like ?? file} has no ${JSON.stringify(from)}`);
    return all.replaceAll(from, to);
  }, text ?? source);
  return insert.reduce((all, { before, text: added }) => {
    const parts = all.split(before);
    if (parts.length !== 2)
      throw new Error(`${file} has ${parts.length - 1} places ${JSON.stringify(before)}`);
    return parts.join(`${added}${before}`);
  }, changed);
}
