import { ownTable } from '../core/index.ts';
import type {
  DataProfile,
  Draft,
  PlanRecord,
  Program,
  Segment,
  Template,
} from '../artifacts/index.ts';
import { createSegment, pruneProgram, renderNumber } from '../python/index.ts';
import { adaptProgram, type GenerationRequest } from './adapt.ts';

/**
 * Code 2: the template filled from plan and profile (paper III-D, Template RAG). Segments that do not recur
 * come along only where a recurring one needs them.
 */
export function draftFromTemplate(template: Template, request: GenerationRequest): Draft {
  const values = deriveValues(request.record, request.profile);
  const filled: Program = {
    docstring: template.docstring,
    segments: template.segments.map(({ segment, holes }) => {
      if (holes.length === 0) return segment;
      const code = holes.reduce(
        (text, { name, seen }) => text.replace(`⟨${name}⟩`, () => seen[0] ?? 'None'),
        segment.code,
      );
      return createSegment(segment.section, code, segment.origin);
    }),
  };
  const derived = {
    ...filled,
    segments: filled.segments.map((segment) => applyDerived(segment, values)),
  };
  return {
    name: 'code 2',
    program: pruneProgram(adaptProgram(derived, request)).program,
    warnings: [],
  };
}

/** Constants that follow from plan and profile rather than from a sample's taste. */
function deriveValues(record: PlanRecord, profile: DataProfile | null): Record<string, string> {
  const values: Record<string, string> = ownTable({});
  const { epochs, batchSize } = record.plan.hyperparameters;
  // The best weights are kept, so waiting longer costs time only; noisy losses of small data need it.
  if (epochs !== null) values['PATIENCE'] = renderNumber(Math.max(5, Math.ceil(epochs / 3)));
  if (profile !== null) {
    const rows = Math.max(batchSize ?? 32, profile.count);
    values['SHUFFLE_BUFFER'] = renderNumber(Math.min(rows, 10_000));
  }
  return values;
}

function applyDerived(segment: Segment, values: Readonly<Record<string, string>>): Segment {
  const name = segment.defines[0] ?? '';
  const value = segment.section === 'configuration' ? values[name] : undefined;
  if (value === undefined) return segment;
  const code = segment.code.replace(new RegExp(`^${name} = .*$`, 'm'), `${name} = ${value}`);
  return code === segment.code
    ? segment
    : createSegment('configuration', code, {
        ...segment.origin,
        reason: 'follows from plan and profile',
      });
}
