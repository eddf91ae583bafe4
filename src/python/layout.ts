/** Columns of a line. */
export const WIDTH = 100;

/**
 * `prefix(a, b)suffix` on one line where it fits, else one argument a line, as the usual formatter does.
 * `indent` is in spaces and stands before the first line already.
 */
export function renderCall(
  prefix: string,
  parts: readonly string[],
  suffix: string,
  indent: number,
): string {
  const line = `${prefix}(${parts.join(', ')})${suffix}`;
  if (indent + line.length <= WIDTH || parts.length === 0) return line;
  const inner = ' '.repeat(indent + 4);
  const outer = ' '.repeat(indent);
  const joined = parts.join(', ');
  if (inner.length + joined.length <= WIDTH)
    return `${prefix}(\n${inner}${joined}\n${outer})${suffix}`;
  return `${prefix}(\n${parts.map((part) => `${inner}${part},\n`).join('')}${outer})${suffix}`;
}
