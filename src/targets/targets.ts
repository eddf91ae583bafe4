import type { TargetKind } from '../artifacts/index.ts';
import { anomalyTarget } from './anomaly.ts';
import { boxTarget } from './box.ts';
import { classTarget } from './class.ts';
import type { Target } from './define-target.ts';
import { futureTarget } from './future.ts';
import { imageTarget } from './image.ts';
import { labelsTarget } from './labels.ts';
import { maskTarget } from './mask.ts';
import { matchTarget } from './match.ts';
import { nextTarget } from './next.ts';
import { numberTarget } from './number.ts';
import { sameTarget } from './same.ts';
import { sampleTarget } from './sample.ts';
import { tagsTarget } from './tags.ts';
import { textTarget } from './text.ts';

/** Every target; an added one is a name in `kinds/target-kinds.ts`, a file and a line here. */
export const TARGETS: Readonly<Record<TargetKind, Target>> = {
  class: classTarget,
  labels: labelsTarget,
  number: numberTarget,
  mask: maskTarget,
  image: imageTarget,
  text: textTarget,
  next: nextTarget,
  future: futureTarget,
  anomaly: anomalyTarget,
  tags: tagsTarget,
  box: boxTarget,
  same: sameTarget,
  match: matchTarget,
  sample: sampleTarget,
};
