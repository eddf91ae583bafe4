/** Numbers as people write them: digits with thousands (`15,000`, `15k`), words, powers of ten, percentages. */
const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ['fifteen', 15],
  ['sixteen', 16],
  ['twenty', 20],
  ['twenty-five', 25],
  ['thirty', 30],
  ['thirty-two', 32],
  ['forty', 40],
  ['fifty', 50],
  ['sixty', 60],
  ['sixty-four', 64],
  ['eighty', 80],
  ['a hundred', 100],
  ['one hundred', 100],
  ['two hundred', 200],
  ['a thousand', 1000],
]);

const LONGEST_FIRST = [...NUMBER_WORDS.keys()].toSorted((a, b) => b.length - a.length);

/** A whole number in digits or words, as a group. */
export const COUNT = String.raw`(?<![-.\d])(\d{1,3}(?:,\d{3})+|\d{1,4}k|\d{1,12}|${LONGEST_FIRST.join('|')})`;
/** A number below 1 as learning rates are written, as a group. */
export const RATE = String.raw`(\d+(?:\.\d+)?e-?\d+|\d*\.\d+|10\s?(?:\^|\*\*)\s?-\d+)`;
/** A percentage, as a group. */
export const PERCENT = String.raw`(\d{1,2})\s?(?:%|percent)`;

/** A whole number above 0, else null. */
export function readCount(written: string): number | null {
  const value =
    NUMBER_WORDS.get(written) ?? Number(written.replaceAll(',', '').replace('k', '000'));
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** A rate above 0 and at most 10, else null. */
export function readRate(written: string): number | null {
  const power = /^10\s?(?:\^|\*\*)\s?(-\d+)$/.exec(written)?.[1];
  const value = power === undefined ? Number(written) : Number(`1e${power}`);
  return value > 0 && value <= 10 ? value : null;
}
