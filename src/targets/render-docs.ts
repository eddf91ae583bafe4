import { markdownTable, TARGET_KINDS, writeRegions, type Facts } from '../kinds/index.ts';
import { LOSSES, METRICS, type HeadForm } from '../plan/index.ts';
import { TARGETS } from './targets.ts';

/** docs/pool.md with what follows from the targets. Errors: Error where a mark is missing. */
export function writeTargetDocs(document: string): string {
  return writeRegions(document, { targets: renderTargets, heads: renderHeads });
}

/** Facts of no data in particular, to show what a description says. */
const EXAMPLE: Facts = {
  TARGET: 'NAME',
  CLASS_COUNT: 3,
  IMAGE_SIZE: [64, 64],
  CHANNELS: 3,
  VOCABULARY_SIZE: 5000,
  HORIZON: 24,
};

/** What each target puts out; without a form its programs bring head, loss and metric. */
function renderTargets(): string {
  return markdownTable(
    ['target', 'output, for example', 'forms of its head'],
    TARGET_KINDS.map((target) => {
      const { describe, forms } = TARGETS[target];
      const words = describe({ kind: 'table', target, facts: EXAMPLE }, '');
      return [`\`${target}\``, words, forms.join(', ') || "the program's own"];
    }),
  );
}

/** Losses and metrics over each form of a head; those in brackets only where they are asked for. */
function renderHeads(): string {
  const forms = [...new Set(Object.values(TARGETS).flatMap((target) => target.forms))];
  return markdownTable(
    ['form of the head', 'losses', 'metrics'],
    forms.map((form) => [form, namesOver(LOSSES, form), namesOver(METRICS, form)]),
  );
}

interface Fitting {
  readonly fits: readonly HeadForm[];
  readonly whereStated?: readonly HeadForm[];
}

function namesOver(rows: Readonly<Record<string, Fitting>>, form: HeadForm): string {
  return Object.entries(rows)
    .flatMap(([name, { fits, whereStated = [] }]) => {
      if (fits.includes(form)) return [`\`${name}\``];
      return whereStated.includes(form) ? [`(\`${name}\`)`] : [];
    })
    .join(', ');
}
