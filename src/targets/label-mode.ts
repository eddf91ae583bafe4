import { lossOf, type LabelMode } from '../plan/index.ts';

/** How class targets reach a loss, by the loss and by the units and activation of the head. */
export function labelMode(
  loss: string,
  headUnits: number | null,
  activation: string | null,
): LabelMode {
  if (headUnits === 1) return 'binary';
  const row = lossOf(loss);
  const logits = activation === 'linear' && row?.logits === true;
  if (row?.labels === 'number') return logits ? 'logits' : 'number';
  return logits ? 'one-hot logits' : 'one-hot';
}
