import type { Ask, FactValue } from '../artifacts/index.ts';
import { askAt } from './find-terms.ts';
import type { ReadableText } from './readable-text.ts';

/** Units of time, in seconds, the shortest first; `null` stands for a step of the data. */
export const UNIT_SECONDS = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_629_800,
  quarter: 7_889_400,
  year: 31_557_600,
} as const;
export type TimeUnit = keyof typeof UNIT_SECONDS;
const UNIT_NAMES = Object.keys(UNIT_SECONDS) as TimeUnit[];

const NUMBERS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const COUNT = `(\\d{1,4}|${NUMBERS.join('|')}|an?)`;
const UNIT = String.raw`((?:trading |business |time ?|time-)?(?:seconds?|min(?:ute)?s?|h(?:ou)?rs?|h|days?|weeks?|months?|quarters?|years?|steps?|values?|points?|rows?|samples?|observations?|readings?|records?))`;
const AHEAD = [
  String.raw`\b(?:next|following|coming|upcoming)\s+(?:${COUNT}[\s-]*)?${UNIT}\b`,
  String.raw`\b${COUNT}[\s-]*${UNIT}\s+(?:ahead|in advance|into the future|forecast)`,
  String.raw`\bhorizon\s*(?:of|is|=|:)?\s*${COUNT}(?:[\s-]*${UNIT})?\b`,
  String.raw`\b()(tomorrow)\w*\b`,
];
const BACK = [
  String.raw`\b(?:past|last|previous|preceding|prior)\s+(?:${COUNT}[\s-]*)?${UNIT}\b`,
  String.raw`\b(?:look(?:ing|s)?[\s_-]?back|(?:input |sliding )?window|sequence length|time[\s_-]?steps|lags?)(?:[\s_-](?:size|length|window|period))?\s*(?:of|is|=|:|size)?\s*${COUNT}(?:[\s-]*${UNIT})?\b`,
  String.raw`\b${COUNT}[\s-]*${UNIT}[\s-]+(?:(?:input |sliding )?window|look[\s_-]?back|history)`,
  String.raw`\b${COUNT}\s+(time[\s_-]?step|lag)s?\b`,
];
const SPANS = [
  { name: 'horizon', expressions: AHEAD.map((pattern) => new RegExp(pattern)) },
  { name: 'window', expressions: BACK.map((pattern) => new RegExp(pattern)) },
];
/** More steps are how far the data go back, not what the network sees at once. */
const LONGEST_WINDOW = 400;

/** Window and horizon: how many of which unit; of steps of the data where no unit of time is named. */
export function findSpans(text: ReadableText): readonly Ask[] {
  const { words } = text;
  return SPANS.flatMap(({ name, expressions }) => {
    for (const expression of expressions) {
      const match = expression.exec(words);
      if (match === null) continue;
      const written = match[1] ?? 'a';
      const count =
        written === '' || /^an?$/.test(written)
          ? 1
          : NUMBERS.indexOf(written) + 1 || Number(written);
      const unit = match[2] === 'tomorrow' ? 'day' : unitOf(match[2] ?? '');
      const step = shortestUnit(words);
      const steps = unit === null || step === null ? count : toSteps(count, unit, step);
      if (steps === 0 || steps > LONGEST_WINDOW) continue;
      const end = match.index + match[0].length;
      return [askAt(text, 'size', name, [count, unit], match.index, end)];
    }
    return [];
  });
}

/** The shortest unit of time that the words name: the step between two rows, where nobody has looked at the data. */
export function shortestUnit(words: string): TimeUnit | null {
  return UNIT_NAMES.find((unit) => UNIT_WORDS[unit].test(words)) ?? null;
}

const UNIT_WORDS: Readonly<Record<TimeUnit, RegExp>> = {
  second: /\bseconds?\b/,
  minute: /\bminutes?\b/,
  hour: /\b(?:hours?|hourly|hrs?)\b|\d ?h\b/,
  day: /\b(?:days?|daily)\b/,
  week: /\b(?:weeks?|weekly)\b/,
  month: /\b(?:months?|monthly)\b/,
  quarter: /\b(?:quarters?|quarterly)\b/,
  year: /\b(?:years?|yearly|annual\w*)\b/,
};

/** A span of time in steps of another unit, at least one. */
export function toSteps(count: number, unit: TimeUnit, step: TimeUnit): number {
  return Math.max(1, Math.round((count * UNIT_SECONDS[unit]) / UNIT_SECONDS[step]));
}

function unitOf(words: string): TimeUnit | null {
  const written = words.replace(/^(?:trading|business|time)[ -]?/, '');
  if (/^h(?:ou)?rs?$|^h$/.test(written)) return 'hour';
  if (written.startsWith('min')) return 'minute';
  return UNIT_NAMES.find((unit) => written.startsWith(unit)) ?? null;
}

/** Is a number of steps the stated span, whatever the unit of a step is? Shapes: value [count, unit or null]. */
export function sameSpan(value: FactValue, steps: number): boolean {
  const [count, unit] = Array.isArray(value) ? value : [];
  if (typeof count !== 'number') return false;
  if (count === steps) return true;
  return (
    typeof unit === 'string' &&
    UNIT_NAMES.some((step) => toSteps(count, unit as TimeUnit, step) === steps)
  );
}
