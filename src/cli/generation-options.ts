import type { StageResult } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { METHODS, type MethodName } from '../pipeline/index.ts';
import { textOf, type OptionValues } from './options.ts';

export function methodOf(values: OptionValues): MethodName {
  const value = textOf(values, 'method') ?? 'dlcodegen';
  const names = Object.keys(METHODS);
  if (names.includes(value)) return value as MethodName;
  throw new DLCodeGenError(
    'USAGE',
    `--method must be one of ${names.join(', ')}, received "${value}"`,
  );
}

export function seedOf(values: OptionValues): number | null {
  const seed = textOf(values, 'seed');
  return seed === undefined ? null : Number(seed);
}

export function levelOf(values: OptionValues): 'none' | 'static' | 'smoke' | 'full' {
  const level = textOf(values, 'verify');
  return level === 'none' || level === 'static' || level === 'full' ? level : 'smoke';
}

/** Repairs of a failing project where a language model makes them and nobody says otherwise. */
export const MODEL_REPAIRS = 3;

/** What is said of a project before it is verified again. */
export function renderRepair(failed: StageResult | undefined): string {
  return `${failed?.id} failed (${failed?.message}); verifying again with the other draft's segments`;
}
