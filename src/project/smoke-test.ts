import type { DataKind, Segment } from '../artifacts/index.ts';
import { renderImports, renderSegments } from '../python/index.ts';
import { readPythonSegments } from './entry-points.ts';

/** Makers share functions; the project's test holds all it needs itself. */
const SHARED_MAKER = /^from made_data\.(\w+) import/;

async function readMakersOf(maker: readonly Segment[]): Promise<readonly Segment[]> {
  const names = maker.flatMap(({ code }) => SHARED_MAKER.exec(code)?.[1] ?? []);
  const shared = await Promise.all(
    [...new Set(names)].map((name) => readPythonSegments(`made_data/${name}.py`)),
  );
  return shared.flat();
}

/** `tests/test_smoke.py`: the maker of made data for the kind, and the test that runs on it. */
export async function renderSmokeTest(kind: DataKind): Promise<string> {
  const maker = await readPythonSegments(`made_data/${kind.replaceAll('-', '_')}.py`);
  const test = await readPythonSegments('entry_points/test_smoke.py');
  const all = [...(await readMakersOf(maker)), ...maker, ...test].filter(
    ({ code }) => !SHARED_MAKER.test(code),
  );
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
