import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, PACKAGE_ROOT } from '../src/core/index.ts';
import { recordFigures } from './record-figures.ts';
import { requireSharedData } from './shared-data.ts';

/**
 * Files a second of `corpus mine` beside a Python program of nbformat, ast and datasketch that does the same steps (read, filter
 * by imports and fit, MinHash of 5-token shingles, LSH, results as lines), two processes or threads each, over the same changed
 * copies of the shared notebooks; then the most memory of `corpus mine` on more and more files. By the clock and by processor
 * time, which other programs on the machine change less. The pairs of the kept programs (parsed, cleaned, written) are no step
 * of the Python program: the rate with them stands apart.
 *
 * Usage: npm run bench:corpus -- [FILES, default 5000] [MOST, default 20000] [--real DIR] [--record]; 0 leaves a part out.
 * Needs the shared data and uv, or DLCODEGEN_BENCH_PYTHON, a Python that has nbformat==5.11.1 and datasketch==2.0.0. With
 * `--real` memory and time on shares of the notebooks and scripts below DIR, in a random order, and no changed copies.
 */
const PROCESSES = 2;
const ROUNDS = 3;
const PACKAGES = ['nbformat==5.11.1', 'datasketch==2.0.0'];
const PYTHON_PROGRAM = `
import ast, glob, json, re, resource, sys, time
from multiprocessing import Pool
import nbformat
from datasketch import MinHash, MinHashLSH

MAGIC = re.compile(r"^(\\s*)[%!]", re.M)
TOKEN = re.compile(r"\\w+|[^\\w\\s]")
COMMENT = re.compile(r"#.*")

def read(path):
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:
        return path, "failed", str(error)[:80], None
    code = "\\n".join(MAGIC.sub(r"\\1#", cell.source) for cell in notebook.cells if cell.cell_type == "code")
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:
        return path, "failed", "does not parse", None
    modules = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    trains = any(isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fit" for node in nodes)
    if not modules & {"tensorflow", "keras"} or not trains:
        return path, "rejected", "", None
    tokens = TOKEN.findall(COMMENT.sub("", code))
    signature = MinHash(num_perm=128)
    signature.update_batch({" ".join(tokens[at:at + 5]).encode() for at in range(max(1, len(tokens) - 4))})
    return path, "kept", "", signature

if __name__ == "__main__":
    folder, output, processes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    start = time.perf_counter()
    paths = sorted(glob.glob(folder + "/**/*.ipynb", recursive=True))
    index, kept = MinHashLSH(threshold=0.8, num_perm=128), 0
    with Pool(processes) as pool, open(output, "w") as lines:
        for path, status, reason, signature in pool.imap(read, paths, chunksize=16):
            if signature is not None:
                near = index.query(signature)
                if near:
                    status, reason = "rejected", near[0]
                else:
                    index.insert(path, signature)
                    kept += 1
            lines.write(json.dumps({"path": path, "status": status, "reason": reason}) + "\\n")
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "kept": kept}))
`;

interface Measured {
  readonly seconds: number;
  /** Processor seconds, all processes. */
  readonly cpu: number;
  readonly kept: number;
}

interface MeasuredRun extends Measured {
  /** With the pairs. */
  readonly all: Pick<Measured, 'seconds' | 'cpu'>;
  readonly megabytes: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { real: { type: 'string' }, record: { type: 'boolean' } },
});
const [count = 5000, most = 20_000] = positionals.map(Number);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'bench-corpus-'));
const originals = readOriginals(path.join(requireSharedData(), 'notebooks'));
try {
  if (values.real !== undefined) measureReal(values.real);
  else {
    if (count > 0) measureRate(path.join(scratch, 'rate'));
    if (most > 0) measureMemory();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measureRate(folder: string): void {
  const bytes = writeCopies(folder, count);
  console.log(`${count} files, ${(bytes / 1e6).toFixed(0)} MB`);
  const rows: { ours: MeasuredRun; python: Measured }[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const row = { python: runPython(folder), ours: runOurs([folder]) };
    rows.push(row);
    console.log(
      `round ${round}: Python ${rate(row.python)} files a second (${row.python.kept} kept), ours ${rate(row.ours)} (${row.ours.kept} kept), with pairs ${rate(row.ours.all)}; ${ratio(row.python.seconds, row.ours.seconds)} times as fast, by processor time ${ratio(row.python.cpu, row.ours.cpu)} times; with pairs ${ratio(row.python.seconds, row.ours.all.seconds)} and ${ratio(row.python.cpu, row.ours.all.cpu)} times`,
    );
  }
  const middle = (of: (row: (typeof rows)[number]) => string): string =>
    rows.map(of).sort((one, other) => Number(one) - Number(other))[1] ?? '';
  recordFigures('corpus-rate', {
    title: 'Rate of the corpus miner, two threads, median of 3 rounds',
    command: 'npm run bench:corpus',
    figures: {
      files: `${count}, ${(bytes / 1e6).toFixed(0)} MB`,
      'files a second, Python': middle(({ python }) => rate(python)),
      'files a second, ours': middle(({ ours }) => rate(ours)),
      'files a second, ours with pairs': middle(({ ours }) => rate(ours.all)),
      'times as fast': middle(({ python, ours }) => ratio(python.seconds, ours.seconds)),
      'times less processor time': middle(({ python, ours }) => ratio(python.cpu, ours.cpu)),
      'times as fast, with pairs': middle(({ python, ours }) =>
        ratio(python.seconds, ours.all.seconds),
      ),
      'times less processor time, with pairs': middle(({ python, ours }) =>
        ratio(python.cpu, ours.all.cpu),
      ),
    },
  });
}

function measureMemory(): void {
  const figures: Record<string, string> = {};
  for (const files of [Math.round(most / 10), Math.round(most / 3), most]) {
    const folder = path.join(scratch, `memory${files}`);
    writeCopies(folder, files);
    figures[`${files} files`] = describeRun(files, runOurs([folder]));
    rmSync(folder, { recursive: true });
  }
  recordFigures('corpus-memory', {
    title: 'Memory and processor time of the corpus miner on more and more files, two threads',
    command: 'npm run bench:corpus',
    figures,
  });
}

function measureReal(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ipynb|py)$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
  const random = createRandom(files.length);
  const mixed = files
    .map((file) => ({ file, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ file }) => file);
  const figures: Record<string, string> = {};
  for (const share of [30, 10, 3, 1]) {
    const part = mixed.slice(0, Math.ceil(files.length / share));
    figures[`${part.length} files`] = describeRun(part.length, runOurs(part));
  }
  recordFigures('corpus-real', {
    title: 'The corpus miner on public notebooks and scripts, two threads',
    command: 'npm run bench:corpus -- --real DIR',
    figures,
  });
}

function describeRun(files: number, { cpu, all, kept, megabytes }: MeasuredRun): string {
  const row = `${megabytes.toFixed(0)} MB at most, ${((1000 * cpu) / files).toFixed(2)} ms of processor a file, ${((1000 * all.cpu) / files).toFixed(2)} with pairs, ${(files / all.seconds).toFixed(0)} files a second with pairs, ${kept} kept`;
  console.log(`${files} files: ${row}`);
  return row;
}

function rate({ seconds }: Pick<Measured, 'seconds'>): string {
  return (count / seconds).toFixed(0);
}

function ratio(python: number, ours: number): string {
  return (python / ours).toFixed(1);
}

function readOriginals(folder: string): readonly Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ipynb'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name)));
}

/**
 * Copies of the originals: of each three, one with another comment, one with other numbers in a few places, and one in which all
 * assigned names are others, which is a program of its own. Returns their bytes.
 */
function writeCopies(folder: string, files: number): number {
  const random = createRandom(files);
  let bytes = 0;
  for (let at = 0; at < files; at += 1) {
    const original = originals[at % originals.length] ?? Buffer.alloc(0);
    const round = Math.floor(at / originals.length);
    const text = original.toString('latin1');
    const mark = `v${round.toString(36)}`;
    const changed = [
      (): string => text.replace('"import ', `"# ${mark}\\n`.concat('import ')),
      (): string =>
        text.replaceAll(/(\d{2,4})(?=[,)])/g, (found) =>
          random() < 0.02 ? `${found}${round}` : found,
        ),
      (): string =>
        text
          .replaceAll(/"([a-z]\w{2,}) = /g, `"$1_${mark} = `)
          .replaceAll(/\b(x|y|i|model|history|data)\b(?=[.,)[ ])/g, `$1_${mark}`),
    ][round % 3]?.();
    const below = path.join(folder, String(at % 100));
    if (at < 100) mkdirSync(below, { recursive: true });
    const content = Buffer.from(changed ?? text, 'latin1');
    writeFileSync(path.join(below, `${at}.ipynb`), content);
    bytes += content.length;
  }
  return bytes;
}

function runPython(folder: string): Measured {
  const python = process.env['DLCODEGEN_BENCH_PYTHON'];
  const [command, ...args] =
    python === undefined
      ? ['uv', 'run', '--no-project', ...PACKAGES.flatMap((name) => ['--with', name]), 'python']
      : [python];
  const output = path.join(scratch, 'python.jsonl');
  const { stdout } = spawnSync(
    command ?? 'python3',
    [...args, '-W', 'ignore', '-c', PYTHON_PROGRAM, folder, output, String(PROCESSES)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return JSON.parse(stdout) as Measured;
}

/** A process of its own, as the user starts it, so that its start counts and its memory is its own. */
function runOurs(places: readonly string[]): MeasuredRun {
  const output = path.join(scratch, 'ours');
  rmSync(output, { recursive: true, force: true });
  const program = path.join(scratch, 'mine.mjs');
  const options = { places, output, threshold: 0.8, threads: PROCESSES, force: false };
  writeFileSync(
    program,
    `const start = performance.now();
    const measure = () => {
      const { userCPUTime, systemCPUTime } = process.resourceUsage();
      return { seconds: (performance.now() - start) / 1000, cpu: (userCPUTime + systemCPUTime) / 1e6 };
    };
    const { mineCorpus } = await import(${JSON.stringify(path.join(PACKAGE_ROOT, 'src/corpus/index.ts'))});
    let read = null;
    const onProgress = ({ stage }) => { if (stage === 'describing') read ??= measure(); };
    const { status } = await mineCorpus({ ...${JSON.stringify(options)}, onProgress });
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ ...read, all: measure(), kept: status.kept, megabytes }));`,
  );
  const { stdout } = spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout) as MeasuredRun;
}
