import type {
  AskKind,
  DataSpec,
  Draft,
  Program,
  Sample,
  Segment,
  SettledAsk,
  Verdict,
} from '../artifacts/index.ts';
import { fail, ok, remember, type Issue, type Result } from '../core/index.ts';
import { adoptCode, specialiseFinal, type GenerationRequest } from '../generation/index.ts';
import type { ProjectInput } from '../project/index.ts';
import {
  compareQuestion,
  fillQuestion,
  readCode,
  repairQuestion,
  TECHNIQUES,
  type TechniqueName,
} from '../prompts/index.ts';
import { renderProgram } from '../python/index.ts';
import { renderTrace, traceBlocks } from '../verification/index.ts';
import { askModel, runTechnique, type Execute, type Writer } from './ask-model.ts';
import { fitProgram, promptContext, type ContextOptions } from './prompt-context.ts';
import { SUSPECTS, takeAlternatives } from './repair.ts';
import { settleProgram } from './settle-program.ts';
import { BUILTIN, type Stages } from './stages.ts';

export interface LanguageModelOptions extends ContextOptions {
  readonly writer: Writer;
  readonly samples: readonly Sample[];
  /** Executes a draft block by block, on data of this kind (LDB). Errors: ENVIRONMENT. */
  readonly execute?: (code: string, data: DataSpec | null) => Promise<string>;
}

/** The functions of a program that a model writes again for an ask of a kind; what else is asked, the data decide. */
const FILLED: Readonly<Partial<Record<AskKind, readonly string[]>>> = {
  architecture: ['build_model'],
  layer: ['build_model'],
  training: ['build_model', 'fit_network'],
  technique: ['build_model', 'fit_network'],
  preprocess: ['load_image', 'encode_inputs', 'input_dataset', 'make_dataset'],
  metric: ['measure_test'],
  comparison: ['build_model', 'train_model'],
  artefact: ['train_model'],
};

/**
 * The stages with a language model in the place that the paper gives it (III-C, III-D). Its code is put in the frame of
 * the builtin draft; where a question fails or its code does not fit, the builtin draft stands, with a warning.
 */
export function languageModelStages({
  writer,
  execute = executeHere,
  ...options
}: LanguageModelOptions): Stages {
  const contextOf = remember((request: GenerationRequest) => promptContext(request, options));
  const write = async (
    name: TechniqueName,
    request: GenerationRequest,
    base: Draft,
  ): Promise<Draft> => {
    const run: Execute = async (code) => execute(code, request.record.data);
    const reply = await runTechnique(writer, TECHNIQUES[name], contextOf(request), run);
    return adopt(base, TECHNIQUES[name].title, reply);
  };
  return {
    ...BUILTIN,
    codeRag: async (request) => write('code-rag', request, await BUILTIN.codeRag(request)),
    templateRag: async (request) =>
      write('template-rag', request, await BUILTIN.templateRag(request)),
    write: async (name, request) => write(name, request, await BUILTIN.codeRag(request)),
    fill: async (request) => {
      const base = await BUILTIN.fill(request);
      const settle = ({ program }: Draft): readonly SettledAsk[] => {
        const { record, profile } = request;
        const final = specialiseFinal(program, { data: record.data, profile });
        return settleProgram(record, final, profile);
      };
      const before = settle(base);
      const { asked, segments } = openSegments(base.program, before);
      if (segments.length === 0) return base;
      const prompt = fillQuestion({ ...contextOf(request), asked }, segments);
      const reply = await askModel(writer, { stage: 'fill', prompt, temperature: 0 });
      const filled = adopt(base, 'Fill', reply);
      if (countDone(settle(filled)) > countDone(before)) return filled;
      return withWarning(
        { ...base, warnings: filled.warnings },
        'what the model wrote does no more of what is asked than the builtin program; it was left out',
      );
    },
    compare: async (one, two, request) => {
      const base = await BUILTIN.compare(one, two, request);
      const show = ({ program }: Draft): string =>
        renderProgram(fitProgram(program, options.exampleTokens));
      const prompt = compareQuestion(contextOf(request), show(one), show(two));
      const reply = await askModel(writer, { stage: 'compare', prompt, temperature: 1.5 });
      const final = adopt(base, 'Comparison', reply);
      return { ...final, program: withFallback(final.program, one.program, two.program) };
    },
    repair: async (project, verdict) => {
      const mended = await repairByModel(writer, project, verdict);
      return mended.ok ? mended : takeAlternatives(project, verdict);
    },
  };
}

/** Executes in the sandbox. Errors: ENVIRONMENT. */
async function executeHere(code: string, data: DataSpec | null): Promise<string> {
  return renderTrace(await traceBlocks(code, data, { unsandboxed: false }));
}

/** The builtin draft with what fits of a reply's code. */
function adopt(base: Draft, title: string, reply: Result<string>): Draft {
  const code = reply.ok ? readCode(reply.value) : reply;
  if (!code.ok)
    return withWarning(base, `${title}: ${describe(code.issues)}; the builtin draft stands`);
  const { draft, taken, issues } = adoptCode(code.value, base, `written by the model: ${title}`);
  const written = { written: code.value };
  const left = issues.length === 0 ? '' : `; left out: ${describe(issues)}`;
  if (taken.length === 0)
    return {
      ...withWarning(base, `${title}: nothing of the reply fits the program${left}`),
      ...written,
    };
  const adopted =
    left === '' ? draft : withWarning(draft, `${title}: ${taken.length} parts taken${left}`);
  return { ...adopted, ...written };
}

function withWarning(draft: Draft, warning: string): Draft {
  return { ...draft, warnings: [...draft.warnings, warning] };
}

/** Issues in one line, the first three. */
function describe(issues: readonly Issue[]): string {
  const [shown, rest] = [issues.slice(0, 3), issues.length - 3];
  const text = shown
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return rest > 0 ? `${text}; and ${rest} more` : text;
}

/** What is asked, not done and in a model's reach, and the functions of a program to write again for it. */
function openSegments(
  { segments }: Program,
  settled: readonly SettledAsk[],
): { readonly asked: readonly SettledAsk[]; readonly segments: readonly string[] } {
  const asked = settled.filter(
    ({ status, kind }) => status !== 'done' && FILLED[kind] !== undefined,
  );
  const names = new Set(asked.flatMap(({ kind }) => FILLED[kind] ?? []));
  const open = segments.filter(({ defines }) => names.has(defines[0] ?? ''));
  return { asked, segments: open.map(({ code }) => code) };
}

function countDone(asked: readonly SettledAsk[]): number {
  return asked.filter(({ status }) => status === 'done').length;
}

/** The segments that a failed stage points at, mended by the model. Issues: NO_ALTERNATIVE, those of asking and reading. */
async function repairByModel(
  writer: Writer,
  { program, record }: ProjectInput,
  verdict: Verdict,
): Promise<Result<Program>> {
  const failed = verdict.stages.find(({ status }) => status === 'failed');
  const sections = failed === undefined ? [] : (SUSPECTS[failed.id] ?? []);
  // What the model wrote before is more likely wrong than what was executed.
  const suspects = program.segments.filter(
    ({ section, origin }) => sections.includes(section) && origin.kind === 'model',
  );
  if (failed === undefined || suspects.length === 0)
    return fail({
      code: 'NO_ALTERNATIVE',
      path: failed?.id ?? '',
      message: 'the model wrote nothing that this stage depends on',
    });
  const prompt = repairQuestion(
    record,
    suspects.map(({ code }) => code),
    failed.message,
  );
  const reply = await askModel(writer, { stage: 'repair', prompt, temperature: 0 });
  const code = reply.ok ? readCode(reply.value) : reply;
  if (!code.ok) return code;
  const { draft, taken, issues } = adoptCode(
    code.value,
    { name: 'final', program, warnings: [] },
    `mended by the model after ${failed.id}`,
  );
  if (taken.length === 0) return fail(...issues);
  return ok(withFallback(draft.program, program));
}

/** A model's segments with the builtin code that they replaced as their alternative, whatever was compared in between. */
function withFallback(program: Program, ...before: readonly Program[]): Program {
  const builtin = new Map(
    before
      .flatMap(({ segments }) => segments)
      .flatMap(({ id, alternative }) =>
        alternative === undefined || alternative.origin.kind === 'model'
          ? []
          : [[id, alternative] as const],
      ),
  );
  const segments = program.segments.map((segment): Segment => {
    const alternative = segment.origin.kind === 'model' ? builtin.get(segment.id) : undefined;
    return alternative === undefined ? segment : { ...segment, alternative };
  });
  return { ...program, segments };
}
