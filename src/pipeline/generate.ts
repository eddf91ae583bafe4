import type {
  DataProfile,
  Draft,
  LayerCall,
  PlanRecord,
  ProjectFiles,
  Requirement,
  Sample,
  Section,
  Segment,
  Template,
} from '../artifacts/index.ts';
import { compareDrafts } from '../comparison/index.ts';
import { DLCodeGenError, remember } from '../core/index.ts';
import { draftFromCode, draftFromTemplate, type GenerationRequest } from '../generation/index.ts';
import { isBackbone } from '../plan/index.ts';
import { renderProject } from '../project/index.ts';
import { abstractTemplate } from '../template/index.ts';
import { chooseWeights } from './choose-weights.ts';
import { fitRecord } from './fit-record.ts';
import { METHODS, type Method, type MethodName } from './methods.ts';
import { ownLayerNames, readLayers } from './plan-layers.ts';
import { readSampleProgram, selectSamples, type Selection } from './select.ts';

export interface GenerateInput {
  readonly requirement: Requirement;
  /** Grounded and fitted: see `makePlan`. */
  readonly record: PlanRecord;
  readonly profile: DataProfile | null;
  readonly samples: readonly Sample[];
  readonly method: MethodName;
  /** Random seed of the generated program. */
  readonly seed: number;
  /** Backbones whose pretrained weights are at hand; none where it is not said. */
  readonly availableWeights?: ReadonlySet<string>;
}

/** A project in memory with everything that was made on the way. */
export interface Generated {
  readonly requirement: Requirement;
  readonly record: PlanRecord;
  readonly selection: Selection;
  readonly template: Template;
  readonly drafts: readonly Draft[];
  readonly final: Draft;
  readonly files: ProjectFiles;
}

/**
 * Retrieval, code 1, template, code 2, comparison, project (paper III): a fold over the method's stages.
 * Errors: UNSUPPORTED_TASK (no program of the pool reads such data).
 */
export async function generateProject(input: GenerateInput): Promise<Generated> {
  const { requirement, profile, samples, seed } = input;
  const method: Method = METHODS[input.method];
  const own = ownLayerNames(samples);
  const selection = selectSamples(input.record, samples);
  const { nearest, second } = selection;
  const fitted = fitRecord(input.record, nearest.sample, own);
  const { layers } = fitted;
  const { record, weights } = chooseWeights(fitted, nearest.sample, input.availableWeights);
  const template = abstractTemplate(nearest, second);
  const request: GenerationRequest = {
    requirement,
    record,
    profile,
    sample: nearest.sample,
    layers,
    sampleLayers: readLayers(nearest.sample, own).layers,
    library: findLibrary(layers, samples),
    weights,
    seed,
  };
  const drafts = method.drafts.map((name) =>
    name === 'code-rag'
      ? draftFromCode(nearest.program, request)
      : draftFromTemplate(template, request),
  );
  const final = combine(method, drafts, record);
  const files = await filesOf(requirement, record, final);
  return { requirement, record, selection, template, drafts, final, files };
}

/** The files of a final draft. */
export async function filesOf(
  requirement: Requirement,
  record: PlanRecord,
  final: Draft,
): Promise<ProjectFiles> {
  const files = await renderProject({ requirement, record, program: final.program });
  if (!files.ok) {
    throw new DLCodeGenError(
      'UNEXPECTED',
      files.issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
    );
  }
  return files.value;
}

function combine(method: Method, drafts: readonly Draft[], record: PlanRecord): Draft {
  const [one, two] = drafts;
  if (one === undefined) throw new DLCodeGenError('UNEXPECTED', 'the method makes no draft');
  return method.final === 'compare' && two !== undefined ? compareDrafts(one, two, record) : one;
}

/** Segments of the programs that define what the plan's layers need beyond Keras, for the drafts to take from. */
function findLibrary(layers: readonly LayerCall[], samples: readonly Sample[]): Segment[] {
  const classes = layers.map(({ name }) => name);
  const wanted = layers.some(isBackbone) ? [...classes, 'train_head'] : classes;
  return samples
    .filter((sample) => wanted.some((name) => definedNames(sample).has(name)))
    .flatMap((sample) => readSampleProgram(sample).program.segments)
    .filter(({ section }) => LIBRARY_SECTIONS.has(section));
}

/** Classes and functions at the top of a sample's program, without parsing it. */
const definedNames = remember(
  ({ program }: Sample): ReadonlySet<string> =>
    new Set([...program.matchAll(/^(?:class|def) (\w+)\(/gm)].map(([, name]) => name ?? '')),
);

const LIBRARY_SECTIONS: ReadonlySet<Section> = new Set([
  'imports',
  'configuration',
  'model',
  'training',
]);
