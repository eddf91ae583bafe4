import { ownTable } from '../core/index.ts';
import type { SettledAsk } from '../artifacts/index.ts';
import { renderLiteral } from '../python/text.ts';

type Asked = Pick<SettledAsk, 'kind' | 'name' | 'value' | 'words'>;

interface OptimizerArgument {
  readonly name: string;
  /** Optimizers that take it; all where absent. */
  readonly of?: RegExp;
  /** Words that mean this argument; any where absent. */
  readonly said?: RegExp;
  /** Where the words state no value. */
  readonly usual?: number | true;
}

const CLIPPING: OptimizerArgument = { name: 'clipnorm', usual: 1 };

const USUAL_MOMENTUM = 0.9;
const MOMENTUM: OptimizerArgument = {
  name: 'momentum',
  of: /^(?:SGD|RMSprop)$/,
  usual: USUAL_MOMENTUM,
};
const MOMENTS = /^(?:N?adam\w*|Lion)$/i;

/** Asks that an argument of the optimizer does. */
const ARGUMENTS: Readonly<Record<string, OptimizerArgument>> = ownTable({
  'training gradient clipping': CLIPPING,
  'technique gradient clipping': CLIPPING,
  // An L2 penalty is part of the loss, which a decoupled decay is not.
  'training weight decay': { name: 'weight_decay', said: /decay/i },
  'training momentum': MOMENTUM,
  'technique momentum': MOMENTUM,
  'technique Nesterov momentum': { name: 'nesterov', of: /^SGD$/, usual: true },
  'technique AMSGrad': { name: 'amsgrad', of: /^AdamW?$/, usual: true },
  'training beta 1': { name: 'beta_1', of: MOMENTS },
  'training beta 2': { name: 'beta_2', of: MOMENTS },
  'training rho': { name: 'rho', of: /^(?:RMSprop|Adadelta)$/ },
  'training epsilon': { name: 'epsilon', of: /^(?!SGD|Lion|Ftrl|Adafactor)/ },
  'training value clipping': { name: 'clipvalue' },
});

const CALL = /\b(optimizers\.(\w+)\(learning_rate)((?:, \w+=[^,()]+)*)\)/g;

/** Code whose optimizers have the arguments that the requirement states. */
export function setOptimizer(code: string, asked: readonly Asked[]): string {
  const stated = statedArguments(asked);
  if (stated.size === 0) return code;
  return code.replaceAll(CALL, (_, call: string, optimizer: string, given: string) => {
    const taken = [...stated].filter(([{ of }]) => of?.test(optimizer) !== false);
    const kept = given
      .split(', ')
      .filter((part) => part !== '' && !taken.some(([{ name }]) => part.startsWith(`${name}=`)));
    const added = taken.map(([{ name }, value]) => `${name}=${renderLiteral(value)}`);
    return `${[call, ...kept, ...added].join(', ')})`;
  });
}

/** Arguments with their values; a stated value comes before the usual one. */
function statedArguments(asked: readonly Asked[]): ReadonlyMap<OptimizerArgument, number | true> {
  const values = new Map<OptimizerArgument, number | true>();
  for (const { kind, name, value, words } of asked) {
    const argument = ARGUMENTS[`${kind} ${name}`];
    if (argument === undefined || argument.said?.test(words) === false) continue;
    if (typeof value === 'number') values.set(argument, value);
    else if (value === true && argument.usual !== undefined && !values.has(argument))
      values.set(argument, argument.usual);
  }
  // Nesterov's momentum is one of a momentum.
  const isNesterov = [...values.keys()].some(({ name }) => name === 'nesterov');
  if (isNesterov && !values.has(MOMENTUM)) values.set(MOMENTUM, USUAL_MOMENTUM);
  return values;
}
