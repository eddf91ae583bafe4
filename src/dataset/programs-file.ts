/** A line of dashes ends a program; the number behind it, where there is one, is not needed. */
const SEPARATOR = /^-{20,}\s*(?:\d+\s*)?$/;
const FENCE = /^\s{0,3}(?:`{3,}|~{3,})\s*(?:(\w+)\s*)?$/;
const CODE_LANGUAGES = new Set(['', 'python', 'py', 'python3']);

/** The programs of a released file, in order; an empty one keeps its place, since files are joined by place. */
export function splitPrograms(text: string): readonly string[] {
  const programs: string[] = [];
  let lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (SEPARATOR.test(line)) {
      programs.push(lines.join('\n'));
      lines = [];
    } else lines.push(line);
  }
  const rest = lines.join('\n');
  return rest.trim() === '' ? programs : [...programs, rest];
}

export function hasSeparator(text: string): boolean {
  return text.split(/\r?\n/).some((line) => SEPARATOR.test(line));
}

/**
 * The code of a model's reply: its fenced blocks of Python, one after the other, a block that is cut off included;
 * the whole text where nothing is fenced. Null where there is no code at all.
 */
export function extractCode(reply: string): string | null {
  const blocks: string[][] = [];
  let block: string[] | null = null;
  let fences = 0;
  for (const line of reply.split(/\r?\n/)) {
    const fence = FENCE.exec(line);
    if (fence === null) block?.push(line);
    else {
      fences += 1;
      const isCode = fences % 2 === 1 && CODE_LANGUAGES.has((fence[1] ?? '').toLowerCase());
      block = isCode ? [] : null;
      if (block !== null) blocks.push(block);
    }
  }
  const code = fences === 0 ? reply : blocks.map((lines) => lines.join('\n')).join('\n\n');
  return code.trim() === '' ? null : code;
}
