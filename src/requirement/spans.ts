import type { Ask, FactValue } from '../artifacts/index.ts';
import { lazyExpression } from '../core/index.ts';
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
/** Units in German, French, Spanish, Italian and Portuguese. */
const OTHER_UNITS: Readonly<Record<TimeUnit, string>> = {
  second: 'sekunden?|secondes?|segundos?|secondi',
  minute: 'minuten|minutos?|minuti',
  hour: 'stunden?|heures?|horas?',
  day: 'tagen?|jours?|d[ií]as?|giorn[oi]',
  week: 'wochen?|semaines?|semanas?|settiman[ae]',
  month: 'monate?n?|mois|mes|meses|mes[ei]|mês',
  quarter: 'quartale?n?|trimestres?',
  year: 'jahre?n?|années?|ans|años?|anni|anos?',
};
const OTHER = Object.values(OTHER_UNITS).join('|');
const PARTS_OF_HOURS = String.raw`(?:half|quarter)[\s-]+(?:an[\s-]+)?hours?`;
const UNIT = String.raw`((?:trading |business |time ?|time-)?(?:${PARTS_OF_HOURS}|seconds?|min(?:ute)?s?|h(?:ou)?rs?|h|days?|weeks?|months?|quarters?|years?|steps?|values?|points?|rows?|samples?|observations?|readings?|records?|${OTHER}))`;
const NEXT =
  'next|following|coming|upcoming|nächste[nrs]?|kommende[nrs]?|prochaine?s?|próxim[oa]s?|prossim[oaei]';
const PAST =
  'past|last|previous|preceding|prior|letzte[nrs]?|vergangene[nrs]?|derni(?:er|ère|ere)s?|últim[oa]s?|ultim[oaei]';
const WORD_START = String.raw`(?<![\p{L}\p{N}_])`;
const WORD_END = String.raw`(?![\p{L}\p{N}_])`;
/** The half of a unit, in a shorter one. */
const HALVES: Readonly<Partial<Record<TimeUnit, readonly [number, TimeUnit]>>> = {
  minute: [30, 'second'],
  hour: [30, 'minute'],
  day: [12, 'hour'],
  year: [6, 'month'],
};
const AHEAD = [
  String.raw`\b${COUNT}\s+(?:${NEXT})\s+${UNIT}${WORD_END}`,
  String.raw`${WORD_START}(?:${NEXT})\s+(?:${COUNT}[\s-]*)?${UNIT}${WORD_END}`,
  String.raw`\b(?:next|coming|following)\s+(half)[\s-]+(?:an?[\s-]+)?${UNIT}\b`,
  String.raw`\b(half)[\s-]+(?:an?[\s-]+)?${UNIT}\s+(?:ahead|in advance|into the future|forecast)`,
  String.raw`\b${COUNT}[\s-]*${UNIT}\s+(?:ahead|in advance|into the future|forecast|horizon)`,
  String.raw`\bhorizon\s*(?:of|is|=|:)?\s*${COUNT}(?:[\s-]*${UNIT})?\b`,
  String.raw`\b()(tomorrow)\w*\b`,
];
const BACK = [
  String.raw`\b${COUNT}\s+(?:${PAST})\s+${UNIT}${WORD_END}`,
  String.raw`${WORD_START}(?:${PAST})\s+(?:${COUNT}[\s-]*)?${UNIT}${WORD_END}`,
  String.raw`\b(?:look(?:ing|s)?[\s_-]?back|(?:input |sliding )?window|sequence length|time[\s_-]?steps|lags?)(?:[\s_-](?:size|length|window|period))?\s*(?:of|is|=|:|size)?\s*${COUNT}(?:[\s-]*${UNIT})?\b`,
  String.raw`\b${COUNT}[\s-]*${UNIT}[\s-]+(?:(?:input |sliding )?window|look[\s_-]?back|history)`,
  String.raw`\b${COUNT}[\s-]*${UNIT}\s+of\s+(?:history|past|context|look[\s_-]?back)\b`,
  String.raw`\b${COUNT}\s+(time[\s_-]?step|lag)s?\b`,
];
const SPANS = [
  { name: 'horizon', expressions: AHEAD.map((pattern) => lazyExpression(pattern, 'u')) },
  { name: 'window', expressions: BACK.map((pattern) => lazyExpression(pattern, 'u')) },
];
/** More steps are how far the data go back, not what the network sees at once. */
const LONGEST_WINDOW = 400;

/** Window and horizon: how many of which unit; of steps of the data where no unit of time is named. */
export function findSpans(text: ReadableText): readonly Ask[] {
  const { words } = text;
  return SPANS.flatMap(({ name, expressions }) => {
    for (const expression of expressions) {
      const match = expression(words).exec(words);
      if (match === null) continue;
      const [count, unit] = spanOf(match[1] ?? 'a', match[2] ?? '');
      const step = secondsOfStep(words);
      const steps = unit === null || step === null ? count : toSteps(count, unit, step);
      if (steps === 0 || steps > LONGEST_WINDOW) continue;
      const end = match.index + match[0].length;
      return [askAt(text, 'size', name, [count, unit], match.index, end)];
    }
    return [];
  });
}

function spanOf(written: string, unitWords: string): readonly [number, TimeUnit | null] {
  const part = /^(half|quarter)/.exec(unitWords)?.[1];
  if (part !== undefined && unitWords.includes('hour')) {
    const [count] = spanOf(written, '');
    return [count * (part === 'half' ? 30 : 15), 'minute'];
  }
  const unit = unitWords === 'tomorrow' ? 'day' : unitOf(unitWords);
  if (written === 'half') return (unit === null ? undefined : HALVES[unit]) ?? [1, unit];
  if (written === '' || /^an?$/.test(written)) return [1, unit];
  return [NUMBERS.indexOf(written) + 1 || Number(written), unit];
}

/** How far apart rows lie, where it is said: `every 10 minutes`, `15-minute intervals`, `half-hourly`. */
const STEP = lazyExpression(
  String.raw`\b(?:every|each)\s+(?:${COUNT}[\s-]*)?(${PARTS_OF_HOURS}|(?:second|min(?:ute)?|hour|day|week|month|quarter|year)s?)\b|\b${COUNT}[\s-]*(seconds?|min(?:ute)?s?|hours?|h|days?|weeks?)[\s-]+(?:intervals?|steps?|data|readings?|resolution|averages?|measurements?|candles?|bars|samples|means|frequency|granularity)\b|\b((?:half|quarter)[\s-]?hour)ly\b`,
  'u',
);

/**
 * Seconds from one row to the next, where nobody has looked at the data: as stated, else the shortest unit of time that
 * the words name; null where they name none.
 */
export function secondsOfStep(words: string): number | null {
  const [, every, ofEvery, counted, ofCounted, part] = STEP(words).exec(words) ?? [];
  const unitWords = ofEvery ?? ofCounted ?? part;
  if (unitWords !== undefined) {
    const [count, unit] = spanOf(every ?? counted ?? '', unitWords);
    if (unit !== null) return count * UNIT_SECONDS[unit];
  }
  const shortest = UNIT_NAMES.find((unit) => UNIT_WORDS[unit].test(words));
  return shortest === undefined ? null : UNIT_SECONDS[shortest];
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

/** A span of time in steps of so many seconds, at least one. */
export function toSteps(count: number, unit: TimeUnit, step: number): number {
  return Math.max(1, Math.round((count * UNIT_SECONDS[unit]) / step));
}

function unitOf(words: string): TimeUnit | null {
  const written = words.replace(/^(?:trading|business|time)[ -]?/, '');
  if (/^h(?:ou)?rs?$|^h$/.test(written)) return 'hour';
  if (written.startsWith('min')) return 'minute';
  const other = (unit: TimeUnit): boolean => new RegExp(`^(?:${OTHER_UNITS[unit]})$`).test(written);
  return UNIT_NAMES.find((unit) => written.startsWith(unit) || other(unit)) ?? null;
}

/** Usual distances of rows, in seconds: units, and parts of an hour. */
const STEPS = [...Object.values(UNIT_SECONDS), 5, 10, 15, 30].flatMap((step) =>
  step < 60 && step > 1 ? [step, 60 * step] : [step],
);

/** Is a number of steps the stated span, whatever the unit of a step is? Shapes: value [count, unit or null]. */
export function sameSpan(value: FactValue, steps: number): boolean {
  const [count, unit] = Array.isArray(value) ? value : [];
  if (typeof count !== 'number') return false;
  if (count === steps) return true;
  return (
    typeof unit === 'string' &&
    STEPS.some((step) => toSteps(count, unit as TimeUnit, step) === steps)
  );
}
