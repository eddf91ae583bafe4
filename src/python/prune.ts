import type { Program, Segment } from '../artifacts/index.ts';
import { PYTHON_BUILTINS } from './builtins-table.ts';

/** Names every program must define (docs/pool.md): what entry points and other programs call. */
export const CONTRACT_NAMES = [
  'SEED',
  'BATCH_SIZE',
  'EPOCHS',
  'LEARNING_RATE',
  'Prepared',
  'prepare',
  'load_data',
  'describe',
  'build_model',
  'train_model',
  'evaluate_model',
  'example_input',
  'predict_items',
] as const;

export interface Pruned {
  readonly program: Program;
  /** Names that something reachable uses and nothing binds. */
  readonly unbound: readonly string[];
}

/** Keeps what the contract's names reach, imports included; the order stays. */
export function pruneProgram(program: Program): Pruned {
  const owners = new Map(
    program.segments.flatMap((segment) => segment.defines.map((name) => [name, segment] as const)),
  );
  const kept = new Set<Segment>();
  const unbound = new Set<string>();
  const pending: string[] = [...CONTRACT_NAMES];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const owner = owners.get(name);
    if (owner === undefined) {
      if (!PYTHON_BUILTINS.has(name)) unbound.add(name);
    } else if (!kept.has(owner)) {
      kept.add(owner);
      pending.push(...owner.uses);
    }
  }
  const segments = program.segments.filter((segment) => kept.has(segment));
  return { program: { ...program, segments }, unbound: [...unbound].sort() };
}
