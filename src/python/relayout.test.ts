import { expect, test } from 'vitest';
import { rejoin, relayout } from './relayout.ts';

const LONG = 'a_name_that_is_long_enough_to_fill_a_line';

interface Row {
  readonly before: string;
  /** Texts that change. */
  readonly from: string;
  readonly to: string;
  readonly column?: number;
  readonly after: string;
}

const ROWS: Readonly<Record<string, Row>> = {
  'on one line it stays': { before: 'x = f(a, b)', from: ', b', to: '', after: 'x = f(a)' },
  'one that fits now is joined': {
    before: `x = f(\n    ${LONG}, ${LONG}, one_more\n)`,
    from: `, ${LONG}`,
    to: '',
    after: `x = f(${LONG}, one_more)`,
  },
  'one a line is joined, its last comma dropped': {
    before: `x = f(\n    ${LONG},\n    ${LONG},\n    one_more=1,\n)`,
    from: `    ${LONG},\n`,
    to: '',
    after: `x = f(${LONG}, one_more=1)`,
  },
  'the comma of a tuple of one stays': {
    before: `x = (\n    ${LONG} + ${LONG} + another_one_of_them,\n)`,
    from: ` + ${LONG}`,
    to: '',
    after: `x = (${LONG} + another_one_of_them,)`,
  },
  'one that fitted before stays open': {
    before: 'x = f(\n    a,\n    b,\n)',
    from: '    a,\n',
    to: '',
    after: 'x = f(\n    b,\n)',
  },
  'one that does not fit yet gets a line for its items': {
    before: `def build(\n    ${LONG},\n    ${LONG},\n    one=1,\n    other=2,\n):`,
    from: '    one=1,\n',
    to: '',
    after: `def build(\n    ${LONG}, ${LONG}, other=2\n):`,
    column: 0,
  },
  'an inner bracket is joined by itself': {
    before: `x = f(\n    g(\n        ${LONG}, ${LONG}, ${LONG}\n    ),\n    ${LONG},\n    ${LONG},\n)`,
    from: `${LONG}, ${LONG}, ${LONG}`,
    to: `${LONG}, 1`,
    after: `x = f(\n    g(${LONG}, 1),\n    ${LONG},\n    ${LONG},\n)`,
  },
  'parentheses around a condition go': {
    before: `if (\n    ${LONG}\n    and ${LONG}\n    and another_one_of_them\n):`,
    from: `\n    and ${LONG}`,
    to: '',
    after: `if ${LONG} and another_one_of_them:`,
  },
  'those of a tuple stay': {
    before: `return (\n    ${LONG},\n    ${LONG} or another_one_of_them,\n)`,
    from: `${LONG} or another`,
    to: 'another',
    after: `return (${LONG}, another_one_of_them)`,
  },
  'those of a part of an expression stay': {
    before: `if ${LONG} == (\n    ${LONG} if one else another_one_of_them\n):`,
    from: `    ${LONG} if`,
    to: '    a if',
    after: `if ${LONG} == (a if one else another_one_of_them):`,
  },
  'comments keep the lines': {
    before: `x = f(\n    ${LONG},\n    ${LONG},  # why\n    one_more,\n)`,
    from: '    one_more,\n',
    to: '',
    after: `x = f(\n    ${LONG},\n    ${LONG},  # why\n)`,
  },
  'one that no longer fits is split at its last bracket': {
    before: `value = make(first)(${LONG}, b=1)`,
    from: 'b=1',
    to: `b=${LONG}`,
    column: 8,
    after: `value = make(first)(\n            ${LONG}, b=${LONG}\n        )`,
  },
  'items that do not fit together stand one a line': {
    before: `value = f(${LONG}, b=1, c=[${LONG}])`,
    from: 'b=1',
    to: `b=${LONG}`,
    after: `value = f(\n    ${LONG},\n    b=${LONG},\n    c=[${LONG}],\n)`,
  },
};

test.each(Object.entries(ROWS))('%s', (_, { before, from, to, column = 0, after }) => {
  const start = before.indexOf(from);
  const edit = { start, end: start + from.length, text: to };
  expect(relayout(before, [edit], column)).toBe(after);
});

test('a statement that is moved left is joined only where that made it fit', () => {
  const text = `x = f(\n    ${'a'.repeat(40)}, ${'b'.repeat(40)}\n)`;
  expect(rejoin(text, 16, 8)).toBe(`x = f(${'a'.repeat(40)}, ${'b'.repeat(40)})`);
  expect(rejoin(text, 8, 4)).toBeNull();
  expect(rejoin(text, 24, 16)).toBeNull();
});
