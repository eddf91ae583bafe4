// Written by npm run make:declared from the files of this folder.
import type { TargetKind } from '../artifacts/index.ts';
import type { Target } from './define-target.ts';
import { anomalyTarget } from './anomaly.ts';
import { boxTarget } from './box.ts';
import { boxesTarget } from './boxes.ts';
import { classTarget } from './class.ts';
import { domainTarget } from './domain.ts';
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

/** Every target. */
export const TARGETS: Readonly<Record<TargetKind, Target>> = {
  anomaly: anomalyTarget,
  box: boxTarget,
  boxes: boxesTarget,
  class: classTarget,
  domain: domainTarget,
  future: futureTarget,
  image: imageTarget,
  labels: labelsTarget,
  mask: maskTarget,
  match: matchTarget,
  next: nextTarget,
  number: numberTarget,
  same: sameTarget,
  sample: sampleTarget,
  tags: tagsTarget,
  text: textTarget,
};
