import type { NetworkEvent } from './network-event.ts';

const FOLLOWED = /\b(?:followed|then|and finally)\b/;

/**
 * Events in the order of the layers, where blocks are counted first and described later: of `three blocks followed by a dense
 * layer. Each block has a convolution.` the dense layer comes last.
 */
export function inOrderOfLayers(events: readonly NetworkEvent[]): readonly NetworkEvent[] {
  const counted = events.findIndex(({ kind, name }) => kind === 'block' && name === 'template');
  if (counted < 0) return events;
  const end = endOf(events, counted);
  const told = events.slice(counted + 1, end);
  const each = events.findIndex(
    ({ kind, name }, at) => at > end && kind === 'block' && name === 'each',
  );
  const isLater =
    told.some(({ kind }) => kind === 'layer') && FOLLOWED.test(told[0]?.between ?? '');
  if (each < 0 || !isLater) return events;
  const close = endOf(events, each) + 1;
  return [
    ...events.slice(0, counted + 1),
    ...events.slice(end, close),
    ...told,
    ...events.slice(end, end + 1),
    ...events.slice(close),
  ];
}

function endOf(events: readonly NetworkEvent[], from: number): number {
  const end = events.findIndex(({ kind }, at) => at > from && kind === 'end');
  return end < 0 ? events.length : end;
}
