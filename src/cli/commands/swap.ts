import type { Segment } from '../../artifacts/index.ts';
import { DLCodeGenError } from '../../core/index.ts';
import { takeAlternative } from '../../pipeline/index.ts';
import { readProject, readProjectFile, renderProject, updateProject } from '../../project/index.ts';
import type { RunCommand } from '../command.ts';

export const run: RunCommand = async ({ positionals, console }) => {
  const [directory = '', id = ''] = positionals;
  const project = await readProject(directory);
  const { segments } = project.program;
  const segment = segments.find((candidate) => candidate.id === id);
  const swappable = segments.filter(({ alternative }) => alternative !== undefined);
  if (segment?.alternative === undefined) {
    const ids = swappable.map((candidate) => candidate.id).join(', ');
    throw new DLCodeGenError(
      'BAD_INPUT',
      `no alternative for segment "${id}"; segments that have one: ${ids || 'none'}`,
    );
  }
  await refuseEdited(directory, project);
  const swapped = takeAlternative(segment, 'swapped by hand');
  const replaced = segments.map((candidate): Segment =>
    candidate === segment ? swapped : candidate,
  );
  const files = await renderProject({
    ...project,
    program: { ...project.program, segments: replaced },
  });
  if (!files.ok) {
    const reasons = files.issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new DLCodeGenError(
      'BAD_INPUT',
      `the alternative of "${id}" does not fit the rest of the program: ${reasons}`,
    );
  }
  await updateProject(directory, files.value);
  console.talk(
    `${id} now has the code of ${segment.alternative.origin.kind}; verification.json is gone, run: dlcodegen verify ${directory}`,
  );
  if (console.json)
    console.print(
      JSON.stringify({ project: directory, segment: id, origin: segment.alternative.origin.kind }),
    );
  return 0;
};

/** Swapping writes every file again; what somebody edited by hand must not be lost. */
async function refuseEdited(
  directory: string,
  project: Awaited<ReturnType<typeof readProject>>,
): Promise<void> {
  const files = await renderProject(project);
  if (!files.ok) return;
  for (const [name, text] of files.value) {
    if (name.endsWith('.py') && (await readProjectFile(directory, name)) !== text) {
      throw new DLCodeGenError(
        'BAD_INPUT',
        `${directory}/${name} was edited by hand; swapping would lose that`,
      );
    }
  }
}
