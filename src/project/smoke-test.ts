import type { DataKind, Segment } from '../artifacts/index.ts';
import { renderImports, renderSegments } from '../python/index.ts';
import { readPythonSegments } from './entry-points.ts';

/** `tests/test_smoke.py`: the maker of made data for the kind, and the test that runs on it. */
export async function renderSmokeTest(kind: DataKind): Promise<string> {
  const maker = await readPythonSegments(`made_data/${kind.replaceAll('-', '_')}.py`);
  const test = await readPythonSegments('entry_points/test_smoke.py');
  const all = [...maker, ...test];
  const isImport = ({ section }: Segment): boolean => section === 'imports';
  const constants = all.filter(
    (segment) =>
      !isImport(segment) &&
      /^[A-Z_]+ *=/m.test(segment.code) &&
      !/^(def|class|@)/m.test(segment.code),
  );
  const inserts = 'sys.path.insert(0, str(PROJECT))';
  return [
    '"""Runs the project on a small made data set: load, build, one step, save, reload."""',
    renderImports(all.filter(isImport).map(({ code }) => code)),
    `${renderSegments(constants)}\n${inserts}`,
    '',
    renderSegments(all.filter((segment) => !isImport(segment) && !constants.includes(segment))),
    '',
  ]
    .join('\n\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trimEnd()
    .concat('\n');
}
