import { hasRole } from '../../plan/index.ts';
import { layerRow } from './layer-row.ts';
import type { NetworkEvent } from './network-event.ts';
import { placeIn } from './network-places.ts';

const MOST_READ = 60;
const STEP =
  /^\s*(?:,|->|→|-|\+)?\s*(?:and )?(?:then|followed by|next|apply|applies|applied|lastly)?\s*(?:an?|the)?\s*$/;
const MARK = /,|->|→| - |\+|\bthen\b|follow|next|appl|^\s*(?:and)?\s*$/;

/**
 * Whether an activation stands as a layer of its own, not as one of the layer before: it is called a layer, is said to follow
 * or to be applied, or comes as one step of a list after a layer that has none, as batch normalization.
 *
 * last: the layer before it, `#` in its name for the dimension.
 */
export function isActivationLayer(
  { name, between, after, end }: NetworkEvent,
  text: string,
  last: string,
  isListed: boolean,
): boolean {
  if (placeIn(text.slice(end, end + MOST_READ)) !== null) return true;
  if (/^\s*(?:activation )?layers?\b/.test(after)) return true;
  if (/^[^,.;]{0,16}\b(?:is|are) (?:then )?applied|^[^,.;]{0,12}\bfollows\b/.test(after))
    return true;
  if (/\b(?:followed by|then|apply|after)\b[^,]*$|\bsequence of $/.test(between)) return true;
  const isStep = STEP.test(between) && MARK.test(between);
  const hasNone = hasRole(
    layerRow({ name: last }),
    'normalization',
    'merge',
    'dropout',
    'channel dropout',
  );
  const isAttached = /\b(?:with|using)\b/.test(between);
  const hasOwnLayer = name === 'leaky_relu' || name === 'prelu';
  return isStep && (isListed || ((hasNone || hasOwnLayer) && !isAttached));
}
