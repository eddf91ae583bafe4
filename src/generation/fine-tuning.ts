import type { Origin, Program, Segment } from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { addLibraryNames } from './library.ts';

const HEAD_TRAINING = 'train_head';
const FIT = /^( *)history = model\.fit\((?:.*\)$|\n(?:.*\n)*?\1\))/m;

/**
 * Lets a program whose model has a backbone train the new head alone first, as the pool's transfer learning program
 * does, where the backbone starts from pretrained weights; random features are never frozen.
 */
export function addHeadTraining(
  program: Program,
  library: readonly Segment[],
  origin: Origin,
): Program {
  const hasBackbone = program.segments.some(
    ({ id, code }) => id === 'model.build_model' && code.includes('weights=WEIGHTS'),
  );
  const isThere = program.segments.some(({ uses }) => uses.includes(HEAD_TRAINING));
  const isKnown = library.some(({ defines }) => defines.includes(HEAD_TRAINING));
  if (!hasBackbone || isThere || !isKnown) return program;
  const segments = program.segments.map((segment) => {
    const code = segment.section === 'training' ? withHeadTraining(segment.code) : null;
    return code === null ? segment : createSegment('training', code, origin);
  });
  return addLibraryNames({ ...program, segments }, [HEAD_TRAINING], library);
}

/** The call stands before the program's own `fit` and takes its class weights. */
function withHeadTraining(code: string): string | null {
  const fit = FIT.exec(code);
  if (fit === null) return null;
  const [text, indent = ''] = fit;
  const weight = /^ *class_weight=(.+),$/m.exec(text)?.[1];
  const data = /\b(\w+)\.train\b/.exec(text)?.[1] ?? 'data';
  const inner = `${indent}    `;
  const call =
    weight === undefined
      ? `${inner}train_head(model, ${data})\n`
      : `${inner}train_head(model, ${data}, class_weight=${weight})\n`;
  const lead = `${indent}if WEIGHTS is not None:\n${call}`;
  return `${code.slice(0, fit.index)}${lead}${code.slice(fit.index)}`;
}
