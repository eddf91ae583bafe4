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

const NUMBERS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const COUNT = `(\\d{1,4}|${NUMBERS.join('|')}|an?)`;
const UNIT = String.raw`((?:trading |business |time ?|time-)?(?:second|minute|hour|day|week|month|quarter|year|step|value|point|row|sample|observation|reading|record)s?)`;
const AHEAD = [
  `\\b(?:next|following|coming|upcoming)\\s+(?:${COUNT}\\s+)?${UNIT}\\b`,
  `\\b${COUNT}[\\s-]+${UNIT}\\s+(?:ahead|in advance|into the future|forecast)`,
  `\\bhorizon\\s*(?:of|is|=|:)?\\s*${COUNT}(?:\\s+${UNIT})?`,
];
const BACK = [
  `\\b(?:past|last|previous|preceding|prior)\\s+(?:${COUNT}\\s+)?${UNIT}\\b`,
  `\\b(?:look(?:ing|s)?[\\s_-]?back|(?:input |sliding )?window|sequence length|time[\\s_-]?steps|lags?)(?:[\\s_-](?:size|length|window|period))?\\s*(?:of|is|=|:|size)?\\s*${COUNT}(?:\\s+${UNIT})?`,
  `\\b${COUNT}[\\s-]+${UNIT}[\\s-]+(?:(?:input |sliding )?window|look[\\s_-]?back|history)`,
  `\\b${COUNT}\\s+(time[\\s_-]?step|lag)s?\\b`,
];

/** `24 h` -> `24 hours`. */
function spelledOut(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/(\d)\s*(?:h|hrs?)\b/g, '$1 hours')
    .replaceAll(/(\d)\s*mins?\b/g, '$1 minutes');
}

/** A stated span in steps of the data; null where none is stated. */
function statedSteps(
  requirement: string,
  patterns: readonly string[],
  { seconds }: Frequency,
): number | null {
  for (const pattern of patterns) {
    const found = new RegExp(pattern, 'i').exec(requirement);
    if (found === null) continue;
    const written = found[1]?.toLowerCase() ?? 'a';
    const count = /^an?$/.test(written) ? 1 : NUMBERS.indexOf(written) + 1 || Number(written);
    const unit = /(second|minute|hour|day|week|month|quarter|year)/i.exec(found[2] ?? '')?.[1];
    const length = FREQUENCIES.find(({ name }) => name === unit?.toLowerCase())?.seconds;
    const each = length === undefined || seconds === 0 ? 1 : length / seconds;
    const steps = Math.round(count * each);
    if (steps > 0) return steps;
  }
  return null;
}

/**
 * Window and horizon in steps of the data. What the requirement states wins where the data are long enough for it;
 * `findings` name what was cut.
 */
export function fitWindow(
  requirement: string,
  frequency: Frequency,
  count: number,
): { window: number; horizon: number; findings: readonly Issue[] } {
  const most = Math.max(2, Math.floor(count / 10));
  const tomorrow = /\btomorrow/i.test(requirement) ? 'next day ' : '';
  const words = spelledOut(requirement);
  const ahead = statedSteps(tomorrow + words, AHEAD, frequency);
  const back = statedSteps(words, BACK, frequency);
  // Each of three splits must hold a window and a horizon.
  const room = Math.floor(count / 3) - 3;
  const horizon = ahead ?? Math.max(1, Math.min(frequency.horizon, Math.floor(most / 2)));
  const window = back ?? Math.min(frequency.window, most);
  if (window + horizon <= Math.max(room, 3)) return { window, horizon, findings: [] };
  const fitted = Math.max(1, Math.min(horizon, Math.floor(room / 3)));
  const rest = Math.max(2, Math.min(window, room - fitted));
  const message = `${count} steps are too few for a window of ${window} and a forecast of ${horizon}: ${rest} and ${fitted} are used.`;
  const findings = [{ code: 'FEW_STEPS', path: 'WINDOW', message }];
  return { window: rest, horizon: fitted, findings };
}
