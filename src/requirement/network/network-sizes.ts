import type { LayerCall } from '../../artifacts/index.ts';
import { hasRole, literal, renderLayer } from '../../plan/index.ts';
import { layerRow } from './layer-row.ts';
import type { NetworkEvent } from './network-event.ts';

/** The words of a layer with what is said of it, up to the first number that is none of its sizes. */
export function spanOf(
  { from, end, before, after }: NetworkEvent,
  calls: readonly LayerCall[],
): readonly [number, number] {
  const said = after.replace(/[\s,:;.(]*(?:\b(?:and|then|followed by|an?|the|with)\b[\s,]*)*$/, '');
  const sizes = calls.flatMap((call) => renderLayer(call).match(/\d+(?:\.\d+)?/g) ?? []);
  const known = new Set(sizes.map(Number));
  const isKnown = (number: number): boolean =>
    known.has(number) || known.has(number / 100) || number === calls.length;
  const numbers = [...said.matchAll(/\d+(?:\.\d+)?/g)];
  const unread = numbers.findIndex(([number]) => !isKnown(Number(number)));
  if (!(before.match(/\d+(?:\.\d+)?/g) ?? []).every((number) => isKnown(Number(number))))
    return [from, end];
  if (unread < 0) return [from, end + said.length];
  const last = numbers[unread - 1];
  return [from, last === undefined ? end : end + last.index + last[0].length];
}

const MOST_READ = 600;

/** Filters or units of each copy of a block, where as many are listed behind it. */
export function sizesOf(text: string, count: number): readonly number[] {
  const lists = [...text.slice(0, MOST_READ).matchAll(/\d+(?:\s*(?:,\s*and|,|and)\s*\d+)+/g)].map(
    ([list]) => list.match(/\d+/g)?.map(Number) ?? [],
  );
  return lists.find((list) => list.length === count) ?? [];
}

const ANOTHER =
  /^(?: one| layer)? (?:has|with|uses|having|of) (\d+|\w+) (?:filters|units|neurons|kernels|nodes|outputs)\b/;
const SPELLED = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Filters or units of one of the layers before: `the second with ten neurons`; null where none are stated. */
export function sizeOfAnother(after: string): number | null {
  const written = ANOTHER.exec(after)?.[1] ?? '';
  const spelled = SPELLED.indexOf(written) + 1;
  if (spelled > 0) return spelled;
  return /^\d+$/.test(written) ? Number(written) : null;
}

/** The layer with other filters or units. */
export function resized(call: LayerCall, size: number | undefined): LayerCall {
  const row = layerRow(call);
  if (size === undefined) return call;
  if (hasRole(row, 'convolution', 'transposed convolution')) {
    const { filters: _, ...named } = call.named;
    const kernel = call.positional[1];
    const sizes = kernel === undefined ? [literal(size)] : [literal(size), kernel];
    return { ...call, positional: sizes, named };
  }
  return hasRole(row, 'dense', 'recurrent')
    ? { ...call, positional: [literal(size), ...call.positional.slice(1)] }
    : call;
}
