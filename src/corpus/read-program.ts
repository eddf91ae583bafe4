import path from 'node:path';
import { scanTokens, type ScannedTokens } from '../python/tokens.ts';
import { LANGUAGE_OF_ENDING } from './languages.ts';
import { neutraliseCell } from './neutralise.ts';
import { withPlainFile } from './plain-file.ts';
import { MOST_FILE_BYTES, type RawProgram } from './raw-program.ts';
import { readNotebook } from './read-notebook.ts';
import { readScript } from './read-script.ts';
import { ReadingStop, rejected, type Stop } from './reading-stop.ts';

/** The code of one file as Python. */
export interface CorpusProgram {
  /** The cells in order; magics are comments. */
  readonly code: string;
  /** Where each cell begins in the code, in UTF-16 units. */
  readonly cells: readonly number[];
  readonly format: string;
  readonly date: string | null;
  readonly notes: readonly string[];
}

export type Reading =
  | { readonly ok: true; readonly program: CorpusProgram }
  | { readonly ok: false; readonly stop: Stop };

/** Reads a notebook or a script of any origin. No file ends the program: what cannot be read gives its reason. */
export function readProgram(file: string): Reading {
  try {
    const ending = path.extname(file).toLowerCase();
    const language = LANGUAGE_OF_ENDING[ending];
    if (language === undefined) throw rejected('no notebook and no Python script, by its name');
    if (language !== null) throw rejected(`language: ${language}`);
    const raw = withPlainFile(file, MOST_FILE_BYTES, (source) => {
      if (source.size === 0) throw rejected('is empty');
      return ending === '.py' ? readScript(source) : readNotebook(source);
    });
    return { ok: true, program: joinCells(raw) };
  } catch (error) {
    if (error instanceof ReadingStop) return { ok: false, stop: error };
    throw error;
  }
}

function joinCells({ cells, isSpaced, format, date, notes }: RawProgram): CorpusProgram {
  const starts: number[] = [];
  let code = '';
  for (const cell of cells) {
    if (isSpaced && cell.trim() === '') continue;
    if (isSpaced && code !== '') code += code.endsWith('\n') ? '\n' : '\n\n';
    starts.push(code.length);
    code += neutraliseCell(cell);
  }
  if (code.trim() === '') throw rejected('no code');
  return { code: code.endsWith('\n') ? code : `${code}\n`, cells: starts, format, date, notes };
}

/** Tokens of a program; nothing is open across its cells. */
export function tokensOf({ code, cells }: Pick<CorpusProgram, 'code' | 'cells'>): ScannedTokens {
  return scanTokens(code, cells);
}
