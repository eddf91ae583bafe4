import type { DataKind, DataSpec, Segment } from '../artifacts/index.ts';
import { partFolders } from '../kinds/index.ts';
import { createSegment, renderImports, renderLiteral, renderSegments } from '../python/index.ts';
import { readPythonSegments } from './entry-points.ts';

/** Makers share functions; the project's maker holds all it needs itself. */
const SHARED_MAKER = /^from made_data\.(\w+) import/;

async function readMaker(kind: DataKind): Promise<readonly Segment[]> {
  const makers = new Map<string, readonly Segment[]>();
  await addMaker(kind.replaceAll('-', '_'), makers);
  return [...makers.values()].flat().filter(({ code }) => !SHARED_MAKER.test(code));
}

/** Adds a file of makers behind those that it takes functions from, and they from others. */
async function addMaker(name: string, makers: Map<string, readonly Segment[]>): Promise<void> {
  const maker = await readPythonSegments(`made_data/${name}.py`);
  for (const { code } of maker) {
    const needed = SHARED_MAKER.exec(code)?.[1];
    if (needed !== undefined && !makers.has(needed)) await addMaker(needed, makers);
  }
  makers.set(name, maker);
}

/** `tests/made_data.py`: makes a small data set of the kind. */
export async function renderMaker(kind: DataKind): Promise<string> {
  const docstring = '"""Makes small data sets of the kind that the project reads."""';
  return renderModule(docstring, await readMaker(kind), '');
}

/** `tests/test_smoke.py`: one step on made data, save and reload. */
export async function renderSmokeTest(data: DataSpec): Promise<string> {
  const docstring =
    '"""Runs the project on a small made data set: load, build, one step, save, reload."""';
  const parts = partFolders(data);
  const read = await readPythonSegments('entry_points/test_smoke.py');
  const segments = parts.length === 0 ? read : read.map((segment) => madeInParts(segment, parts));
  return renderModule(docstring, segments, 'sys.path.insert(0, str(PROJECT))');
}

/** The data are made in each folder of a part. */
function madeInParts(segment: Segment, parts: readonly string[]): Segment {
  const code = segment.code.replace(
    /^( +)make_data\(folder,(.*)$/m,
    (_, indent: string, rest: string) =>
      [
        `${indent}for part in ${renderLiteral(parts)}:`,
        `${indent}    (folder / part).mkdir(parents=True)`,
        `${indent}    make_data(folder / part,${rest}`,
      ].join('\n'),
  );
  return code === segment.code ? segment : createSegment(segment.section, code, segment.origin);
}

function renderModule(docstring: string, segments: readonly Segment[], setting: string): string {
  const isImport = ({ section }: Segment): boolean => section === 'imports';
  const isConstant = ({ code }: Segment): boolean =>
    /^[A-Z_]+ *=/m.test(code) && !/^(def|class|@)/m.test(code);
  const body = segments.filter((segment) => !isImport(segment));
  const constants = `${renderSegments(body.filter(isConstant))}\n${setting}`.trim();
  const text = [
    docstring,
    renderImports(segments.filter(isImport).map(({ code }) => code)),
    ...(constants === '' ? [] : [constants]),
    '',
    renderSegments(body.filter((segment) => !isConstant(segment))),
  ].join('\n\n');
  return `${text.replace(/\n{4,}/g, '\n\n\n').trimEnd()}\n`;
}
