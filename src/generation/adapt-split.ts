import type { DataSpec, Origin, Program, Segment } from '../artifacts/index.ts';
import { partFolders } from '../kinds/index.ts';
import { createSegment } from '../python/index.ts';
import { FOLDER_SPLITS, splitSource } from './split-source-table.ts';

const SPLITTER = 'split_rows';
/** How the rows of all items are cut, or of those that `own` names: targets first, then shares. */
const CALL = new RegExp(`\\b${SPLITTER}\\((\\w+)(\\.take\\((\\w+), axis=0\\))?([^()]*)\\)`);

const PLAIN_EXAMPLES = /items, targets = read_examples\(data_dir\)/;
const EXAMPLE = /(?<!def )\bfind_example\(data_dir\)/;

/** The program that keeps given splits, or splits by group, where the data's facts say that there are any. */
export function adaptSplit(program: Program, data: DataSpec | null, origin: Origin): Program {
  if (data !== null && partFolders(data).length > 0) return readFolders(program, origin);
  const source = data === null ? null : splitSource(data);
  const caller = program.segments.find(isCaller);
  if (source === null || caller === undefined) return program;
  const { values, splitter } = source;
  const call = caller.code.replace(
    CALL,
    (_, targets: string, part = '', own = '', rest: string) =>
      `${splitter.name}(${targets}${part}, ${own === '' ? values : `${values}[${own}]`}${rest})`,
  );
  const code = insertBefore(call, `${splitter.name}(`, `    ${values} = ${source.expression}`);
  const segments = program.segments.map((segment) =>
    segment === caller ? createSegment(caller.section, code, origin) : segment,
  );
  const added = [
    ...[...source.imports, ...splitter.imports].map((line) =>
      createSegment('imports', line, origin),
    ),
    ...source.constants.map((line) => createSegment('configuration', line, origin)),
    createSegment('data', source.code, origin),
    createSegment('data', splitter.code, origin),
  ];
  return { ...program, segments: [...segments, ...added] };
}

/** The program that reads each part of the data in its own folder; one that has no such `split_items` stays. */
function readFolders(program: Program, origin: Origin): Program {
  const splits = program.segments.find(({ defines }) => defines[0] === 'split_items');
  if (splits === undefined || !PLAIN_EXAMPLES.test(splits.code)) return program;
  // An example that is taken of the splits has its folder already.
  const isOfSplits = program.segments.some(
    ({ defines, code }) => defines[0] === 'find_example' && code.includes('split_items('),
  );
  const segments = program.segments.map((segment) => {
    if (segment === splits) return createSegment(segment.section, FOLDER_SPLITS.code, origin);
    const code = segment.code.replace(EXAMPLE, 'find_example(data_dir / TRAIN_FOLDER)');
    return isOfSplits || code === segment.code
      ? segment
      : createSegment(segment.section, code, origin);
  });
  const added = [
    ...FOLDER_SPLITS.imports.map((line) => createSegment('imports', line, origin)),
    ...FOLDER_SPLITS.constants.map((line) => createSegment('configuration', line, origin)),
  ];
  return { ...program, segments: [...segments, ...added] };
}

/** Programs that cut groups already have `split_groups`, which calls the splitter itself. */
function isCaller({ section, defines, code }: Segment): boolean {
  const [name] = defines;
  return section === 'data' && name !== SPLITTER && name !== 'split_groups' && CALL.test(code);
}

/** Puts a line before the statement of the function's own level that holds `text`. */
function insertBefore(code: string, text: string, line: string): string {
  const lines = code.split('\n');
  const held = lines.findIndex((other) => other.includes(text));
  const at = lines.findLastIndex((other, index) => index <= held && /^ {4}\w/.test(other));
  return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
}
