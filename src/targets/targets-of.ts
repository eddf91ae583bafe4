import { TARGET_KINDS, type DataKind, type TargetKind } from '../artifacts/index.ts';
import { TARGETS } from './targets.ts';

/** Targets that a task asks for in data of a kind, `usual` first, which is taken where nothing says what is predicted. */
export function targetsOf(kind: DataKind, usual: TargetKind): readonly TargetKind[] {
  const asked = TARGET_KINDS.filter((target) =>
    TARGETS[target].tasks.some((task) => task.kind === kind),
  );
  return [...new Set([usual, ...asked])];
}
