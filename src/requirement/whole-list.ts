import type { Ask, Requirement } from '../artifacts/index.ts';

const OPENS =
  /\b(?:such as|like|including|includes?|included|e\.?g\.?|for example|among)[\s:,(]*(?:the |a |an )?["'`]?$/i;
const GOES_ON = /^["'`]?[\s,]*(?:and |or )?(?:etc\b|\.{3}|…|so on|others?\b|more\b|many\b)/i;

/** Whether the columns that a text lists are all there are: the list is not opened by "such as", nor does it go on. */
export function isWholeList(asks: readonly Ask[], { text, attributes }: Requirement): boolean {
  const whole = `${text}\n${attributes}`;
  const listed = asks.filter(({ kind, name }) => kind === 'column' && name === 'listed');
  const starts = listed.map(({ span }) => span[0]);
  const ends = listed.map(({ span }) => span[1]);
  const [first, last] = [Math.min(...starts), Math.max(...ends)];
  return (
    listed.length > 1 &&
    !OPENS.test(whole.slice(Math.max(0, first - 40), first)) &&
    !GOES_ON.test(whole.slice(last, last + 20))
  );
}
