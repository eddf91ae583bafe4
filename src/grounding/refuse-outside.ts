import type { Reading } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { OUTSIDE, readTask, statedOf } from '../requirement/index.ts';

/** Without one of these a text asks for nothing that is learnt. */
const LEARNING =
  /\b(models?|networks?|train\w*|deep learning|machine learning|learn\w*|predict\w*|neural|cnns?|lstms?|grus?|rnns?|transformers?|ai|auto-?encod\w*|gans?|keras|tensorflow|classif\w*|regress\w*|forecast\w*)\b/;
/** One of these asks for something that is learnt where the data are named as well. */
const WANTING =
  /\b(recogni[sz]\w*|detect\w*|identif\w*|estimat\w*|count(s|ing)?|generat\w*|segment\w*|translat\w*|summari[sz]\w*|want to know|find out)\b/;
/** Evidence below this is a chance word. */
const LEAST_POINTS = 3;

/**
 * Errors: UNSUPPORTED_TASK with the reason where a requirement asks for nothing that is learnt, or, with no data to look
 * at, names neither data nor something to predict.
 */
export function refuseOutside(reading: Reading, hasData: boolean): void {
  const { requirement, words } = reading;
  const { text } = requirement;
  const task = readTask(reading);
  const { families, backbone } = statedOf(reading);
  const isNetworkAsked = families.length > 0 || backbone !== null;
  const refuse = (reason: string): DLCodeGenError =>
    new DLCodeGenError(
      'UNSUPPORTED_TASK',
      `No deep learning task can be planned from ${quote(text)}: ${reason}.`,
      {
        data: { reason },
      },
    );
  if (text.trim() === '') throw refuse('the requirement is empty');
  const outside = OUTSIDE.find(({ pattern }) => pattern.test(words));
  const asks =
    (task?.goalPoints ?? 0) >= LEAST_POINTS ||
    LEARNING.test(words) ||
    isNetworkAsked ||
    ((task?.modalityPoints ?? 0) >= LEAST_POINTS && WANTING.test(words));
  const holds =
    outside?.holds === 'always' || (outside?.holds === 'without data' && !hasData) || !asks;
  if (outside !== undefined && holds) throw refuse(outside.reason);
  // Data that were read say themselves what can be learnt.
  if (!hasData && (task === null || !asks)) {
    throw refuse('it names neither data nor something to predict');
  }
}

/** The beginning of a text, for messages. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 77)}...` : line);
}
