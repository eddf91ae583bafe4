import type { Sample } from '../../artifacts/index.ts';
import {
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  type NormalizedName,
} from '../../plan/index.ts';
import type { DraftRecord } from '../draft-plan.ts';

type NamedField = 'optimizer' | 'loss' | 'metric';

const NORMALIZE: Readonly<Record<NamedField, (text: string | null) => NormalizedName>> = {
  optimizer: normalizeOptimizer,
  loss: normalizeLoss,
  metric: normalizeMetric,
};

/**
 * Says where Keras has no equivalent of what the plan names, unless the sample's own program has it. An optimizer that nobody
 * knows is replaced by the sample's; losses and metrics are fitted with the head before.
 */
export function fitNames(record: DraftRecord, { plan: own }: Sample): DraftRecord {
  return (Object.keys(NORMALIZE) as NamedField[]).reduce((fitted, field) => {
    const text = fitted.plan.hyperparameters[field];
    const asked = NORMALIZE[field](text);
    const has = NORMALIZE[field](own.hyperparameters[field]);
    if (text === null || text.trim() === '' || asked.stated === has.stated) return fitted;
    if (asked.substitute !== undefined) {
      const { with: name, reason } = asked.substitute;
      const told = tell(fitted, `The ${field} ${text} is done as ${name}: ${reason}.`);
      // An evaluation may report the metric itself; the running program shows it.
      return field === 'metric' ? told : substituted(told, field);
    }
    if (field !== 'optimizer' || asked.known) return fitted;
    const optimizer = own.hyperparameters.optimizer ?? 'Adam';
    const hyperparameters = { ...fitted.plan.hyperparameters, optimizer };
    const told = tell(fitted, `No optimizer ${text} is known; ${optimizer} is used instead.`);
    return substituted({ ...told, plan: { ...told.plan, hyperparameters } }, field);
  }, record);
}

function tell(record: DraftRecord, warning: string): DraftRecord {
  return { ...record, warnings: [...new Set([...record.warnings, warning])] };
}

function substituted(record: DraftRecord, field: NamedField): DraftRecord {
  return { ...record, substituted: [...new Set([...record.substituted, field])] };
}
