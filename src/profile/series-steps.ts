import type { DataChoice, Span } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';

/** Step between rows, in seconds, with the window and horizon that suit it. */
export interface Frequency {
  readonly name: string;
  readonly seconds: number;
  readonly window: number;
  readonly horizon: number;
}

export const FREQUENCIES: readonly Frequency[] = [
  { name: 'second', seconds: 1, window: 60, horizon: 10 },
  { name: 'minute', seconds: 60, window: 60, horizon: 10 },
  { name: '15 minutes', seconds: 900, window: 96, horizon: 4 },
  { name: 'half-hour', seconds: 1800, window: 48, horizon: 4 },
  { name: 'hour', seconds: 3600, window: 48, horizon: 6 },
  { name: 'day', seconds: 86_400, window: 30, horizon: 7 },
  { name: 'week', seconds: 604_800, window: 26, horizon: 4 },
  { name: 'month', seconds: 2_629_800, window: 24, horizon: 3 },
  { name: 'quarter', seconds: 7_889_400, window: 12, horizon: 2 },
  { name: 'year', seconds: 31_557_600, window: 10, horizon: 1 },
];
export const UNKNOWN_STEP: Frequency = { name: 'row', seconds: 0, window: 30, horizon: 1 };

/** Share of the steps that train has, and steps that validation and test have beside a horizon. */
const TRAIN_SHARE = 0.7;
const SPARE_STEPS = 2;

/** A stated span in steps of the data, at least one. */
function inSteps([count, unit]: Span, { seconds }: Frequency): number {
  const length = FREQUENCIES.find(({ name }) => name === unit)?.seconds;
  const each = length === undefined || seconds === 0 ? 1 : length / seconds;
  return Math.max(1, Math.round(count * each));
}

/**
 * Window and horizon in steps of the data. What is chosen wins where the data are long enough for it; `findings` name what
 * was cut. `borrows`: the first windows of a split reach back into the one before.
 */
export function fitWindow(
  chosen: Pick<DataChoice, 'window' | 'horizon'>,
  frequency: Frequency,
  count: number,
  borrows = false,
): { window: number; horizon: number; findings: readonly Issue[] } {
  const most = Math.max(2, Math.floor(count / 10));
  const horizon =
    chosen.horizon === undefined
      ? Math.max(1, Math.min(frequency.horizon, Math.floor(most / 2)))
      : inSteps(chosen.horizon, frequency);
  const window =
    chosen.window === undefined
      ? Math.min(frequency.window, most)
      : inSteps(chosen.window, frequency);
  // Each of three splits must hold a horizon, and its window where it borrows none.
  const room = borrows
    ? Math.min(Math.floor(count * TRAIN_SHARE), count - 2 * (horizon + SPARE_STEPS))
    : Math.floor(count / 3) - 3;
  if (window + horizon <= Math.max(room, 3)) return { window, horizon, findings: [] };
  const fitted = Math.max(1, Math.min(horizon, Math.floor(room / 3)));
  const rest = Math.max(2, Math.min(window, room - fitted));
  const message = `${count} steps are too few for a window of ${window} and a forecast of ${horizon}: ${rest} and ${fitted} are used.`;
  const findings = [{ code: 'FEW_STEPS', path: 'WINDOW', message }];
  return { window: rest, horizon: fitted, findings };
}
