import { z } from 'zod';
import { DLCodeGenError } from '../../core/index.ts';
import { SPECIAL_TOKENS } from '../plan-text.ts';
import type { BpeModel } from '../tokenizer/bpe.ts';
import { GPT2_PATTERN } from '../tokenizer/train-bpe.ts';

const VOCABULARY = z.record(z.string(), z.int().min(0));
/** GPT-2's only special token; its two files do not say that it is one. */
const END_OF_TEXT = '<|endoftext|>';

/**
 * Reads GPT-2's first form of a byte-level BPE: `vocab.json` (token -> id) and `merges.txt` (a pair a line, in the order
 * of learning, after a `#version` line). Errors: BAD_INPUT.
 */
export function parseVocabularyFiles(vocabularyText: string, mergesText: string): BpeModel {
  const vocabulary: string[] = [];
  for (const [token, id] of Object.entries(parseVocabulary(vocabularyText))) vocabulary[id] = token;
  if (vocabulary.length === 0 || Object.keys(vocabulary).length !== vocabulary.length) {
    throw new DLCodeGenError('BAD_INPUT', 'the ids of vocab.json are not 0, 1, 2, ...');
  }
  const merges = mergesText
    .split(/\r?\n/)
    .filter((line, at) => line !== '' && !(at === 0 && line.startsWith('#version')))
    .map((line): readonly [string, string] => {
      const [left, right, ...rest] = line.split(' ');
      if (left === undefined || right === undefined || rest.length > 0) {
        throw new DLCodeGenError('BAD_INPUT', `merges.txt: expected a pair, received "${line}"`);
      }
      return [left, right];
    });
  const specials = vocabulary.includes(END_OF_TEXT) ? [END_OF_TEXT] : [];
  return { vocabulary, merges, specials, pattern: GPT2_PATTERN };
}

/** Adds the markers of plan text that the vocabulary lacks, after its last id. */
export function addMarkers(model: BpeModel): BpeModel {
  const known = new Set(model.vocabulary);
  const missing = SPECIAL_TOKENS.filter((token) => !known.has(token));
  const specials = [...new Set([...model.specials, ...SPECIAL_TOKENS])];
  return { ...model, vocabulary: [...model.vocabulary, ...missing], specials };
}

function parseVocabulary(text: string): Readonly<Record<string, number>> {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // said below: what is no JSON is no vocabulary either
  }
  const parsed = VOCABULARY.safeParse(value);
  if (!parsed.success) throw new DLCodeGenError('BAD_INPUT', 'vocab.json is no table of ids');
  return parsed.data;
}
