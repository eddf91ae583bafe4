import { ownTable } from '../core/index.ts';
import type { FactValue, SettledAsk } from '../artifacts/index.ts';
import { renderLiteral } from '../python/text.ts';

type Asked = Pick<SettledAsk, 'kind' | 'name' | 'value' | 'words'>;

interface OptimizerArgument {
  readonly name: string;
  /** Optimizers that take it; all where absent. */
  readonly of?: RegExp;
  /** Words that mean this argument; any where absent. */
  readonly said?: RegExp;
  /** Where the words state no value. */
  readonly usual?: number;
}

const CLIPPING: OptimizerArgument = { name: 'clipnorm', usual: 1 };

/** Asks that an argument of the optimizer does. */
const ARGUMENTS: Readonly<Record<string, OptimizerArgument>> = ownTable({
  'training gradient clipping': CLIPPING,
  'technique gradient clipping': CLIPPING,
  // An L2 penalty is part of the loss, which a decoupled decay is not.
  'training weight decay': { name: 'weight_decay', said: /decay/i },
  'training momentum': { name: 'momentum', of: /^(?:SGD|RMSprop)$/ },
});

const CALL = /\b(optimizers\.(\w+)\(learning_rate)((?:, \w+=[^,()]+)*)\)/g;

/** Code whose optimizers have the arguments that the requirement states. */
export function setOptimizer(code: string, asked: readonly Asked[]): string {
  const stated = statedArguments(asked);
  if (stated.length === 0) return code;
  return code.replaceAll(CALL, (_, call: string, optimizer: string, given: string) => {
    const taken = stated.filter(({ argument: { of } }) => of?.test(optimizer) !== false);
    const kept = given
      .split(', ')
      .filter((part) => part !== '' && !taken.some(({ text }) => isSame(part, text)));
    return `${[call, ...kept, ...taken.map(({ text }) => text)].join(', ')})`;
  });
}

function isSame(given: string, text: string): boolean {
  return given.split('=')[0] === text.split('=')[0];
}

interface Statement {
  readonly argument: OptimizerArgument;
  readonly text: string;
}

/** A stated value comes before the usual one. */
function statedArguments(asked: readonly Asked[]): readonly Statement[] {
  const found = asked.flatMap(({ kind, name, value, words }) => {
    const argument = ARGUMENTS[`${kind} ${name}`];
    if (argument === undefined || argument.said?.test(words) === false) return [];
    const number = valueOf(value, argument);
    return number === null ? [] : [{ argument, number, isStated: typeof value === 'number' }];
  });
  const byName = Map.groupBy(found, ({ argument }) => argument.name);
  return [...byName.values()].flatMap((same) => {
    const chosen = same.find(({ isStated }) => isStated) ?? same[0];
    return chosen === undefined
      ? []
      : [
          {
            argument: chosen.argument,
            text: `${chosen.argument.name}=${renderLiteral(chosen.number)}`,
          },
        ];
  });
}

function valueOf(value: FactValue, { usual }: OptimizerArgument): number | null {
  if (typeof value === 'number') return value;
  return value === true ? (usual ?? null) : null;
}
