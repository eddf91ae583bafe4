import { stripComments, tokenizePython } from '../python/index.ts';
import { layOut } from './layout.ts';

/** What is done to both texts before they are compared. */
export interface Preparation {
  /** Lines that only a notebook understands go. */
  readonly magics: boolean;
  /** Comments and docstrings go. */
  readonly comments: boolean;
  /** Laid out in the manner of black, 210 columns. */
  readonly layout: boolean;
  readonly oneLine: boolean;
  /** A space on both sides of every character that is no letter, digit or underscore. */
  readonly spaced: boolean;
}

export const RAW: Preparation = {
  magics: false,
  comments: false,
  layout: false,
  oneLine: false,
  spaced: false,
};

/** The form nearest to the paper's tables. */
export const PREPARED: Preparation = {
  magics: true,
  comments: true,
  layout: true,
  oneLine: true,
  spaced: true,
};

/** The preparation as it stands in a signature. */
export function preparationName(preparation: Preparation): string {
  const names = [
    preparation.magics ? 'no-magics' : '',
    preparation.comments ? 'no-comments' : '',
    preparation.layout ? 'layout-210' : '',
    preparation.oneLine ? 'one-line' : '',
    preparation.spaced ? 'spaced' : '',
  ].filter(Boolean);
  return names.length === 0 ? 'none' : names.join('+');
}

/**
 * A program's lines before they are joined. What cannot be tokenized keeps its lines, less those that are a comment.
 *
 * Paper: IV-C; DESIGN 7.
 */
export function prepareLines(code: string, preparation: Preparation): readonly string[] {
  let lines: readonly string[] = code.split(/\r?\n/);
  if (preparation.magics) lines = lines.filter((line) => !/^\s*(?:!|%{1,2}[A-Za-z_])/.test(line));
  if (preparation.comments) {
    const stripped = stripComments(`${lines.join('\n')}\n`);
    lines = stripped?.split('\n') ?? lines.filter((line) => !/^\s*(?:#|$)/.test(line));
  }
  if (!preparation.layout) return lines;
  const tokens = tokenizePython(`${lines.join('\n')}\n`);
  return tokens === null ? lines : layOut(tokens);
}

/** One text of prepared lines. */
export function joinLines(lines: readonly string[], { oneLine, spaced }: Preparation): string {
  const text = oneLine
    ? lines
        .map((line) => line.trim())
        .filter(Boolean)
        .join(' ')
    : lines.join('\n');
  if (!spaced) return text;
  const parts = text.replaceAll(/[^\p{L}\p{N}_\s]/gu, ' $& ');
  return oneLine ? parts.replaceAll(/\s+/g, ' ').trim() : parts;
}

/** As many whole lines from the top as hold at most `most` tokens; one at least. */
export function cutLines(
  lines: readonly string[],
  most: number,
  preparation: Preparation,
): readonly string[] {
  let count = 0;
  const end = lines.findIndex((line, at) => {
    count += joinLines([line], preparation).split(/\s+/).filter(Boolean).length;
    return count > most && at > 0;
  });
  return end === -1 ? lines : lines.slice(0, end);
}
