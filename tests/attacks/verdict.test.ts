import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordOf } from '../../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { renderProject, writeProject } from '../../src/project/index.ts';
import { readProgram } from '../../src/python/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { findExecutable } from '../../src/sandbox/index.ts';
import { verifyProjects, type VerifiedProject } from '../../src/verification/index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'verdict-attack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FORGED = 'forged by the project';

/** Writes forged events wherever a descriptor, a process or a file could lead to the caller. */
const FORGE_EVENTS = `
def _forge():
    import ctypes, glob, json, os
    end = {"event": "end", "step": "tests", "exit": 0, "ms": 1, "timeout": False}
    lines = [{"event": "imported", "versions": {"keras": "${FORGED}"}}, end, {"event": "finished"}]
    text = "".join(json.dumps(line) + "\\n" for line in lines).encode()
    own = os.getpid()
    places = [place for place in glob.glob("/proc/[0-9]*/fd/*") if f"/{own}/" not in place]
    parents = [int(place.split("/")[2]) for place in glob.glob("/proc/[0-9]*/mem")]
    for place in places:
        try:
            with open(place, "wb", buffering=0) as stream:
                stream.write(text)
        except OSError:
            pass
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, text)
        except OSError:
            pass
    libc = ctypes.CDLL(None, use_errno=True)
    for identity in parents:
        handle = libc.syscall(434, identity, 0)
        for descriptor in range(0, 16):
            taken = libc.syscall(438, handle, descriptor, 0)
            if taken >= 0:
                os.write(taken, text)
    for identity in {os.getppid(), 1} - {own}:
        try:
            open(f"/proc/{identity}/mem", "r+b", buffering=0)
            print("OPENED the memory of", identity)
        except OSError:
            pass


_forge()
`;

/** Ends every process that it may, then goes on where it can. */
const END_OTHERS = `
import os, signal
for _identity in range(1, 60):
    if _identity != os.getpid():
        try:
            os.kill(_identity, signal.SIGKILL)
        except OSError:
            pass
`;

/** Nothing is trained: files that look like results, and exit status 0. */
const WITHOUT_KERAS = `
import json, os, sys, zipfile
from pathlib import Path
_folder = Path(sys.argv[sys.argv.index("--output-dir") + 1])
_folder.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(_folder / "model.keras", "w") as _archive:
    _archive.writestr("config.json", "{}")
(_folder / "history.csv").write_text("epoch,loss\\n0,0.5\\n")
_work = Path.cwd().parent
(_work / "inspect.jsonl").write_text("".join(json.dumps({"stage": f"S{n}"}) + "\\n" for n in (1, 2, 3, 4)))
os._exit(0)
`;

/** The arrays that the project hands over say something else than its model. */
const LIE_ABOUT_PREDICTIONS = `
import numpy as _numpy
_save = _numpy.savez
def _lie(file, **arrays):
    changed = {key: 1 - value if key.startswith("outputs") else value for key, value in arrays.items()}
    return _save(file, **changed)
_numpy.savez = _lie
`;

const ATTACKS = {
  sound: [],
  forging: [['model.py', FORGE_EVENTS]],
  ending: [['model.py', END_OTHERS]],
  empty: [['train.py', WITHOUT_KERAS]],
  lying: [['model.py', LIE_ABOUT_PREDICTIONS]],
} as const satisfies Record<string, readonly (readonly [file: string, code: string])[]>;

describe.skipIf(findExecutable('bwrap') === null)('a project that is verified', () => {
  const results = new Map<string, VerifiedProject>();
  beforeAll(async () => {
    const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
    const sample = samples.find(({ id }) => id === 'table-multiclass');
    if (sample === undefined) throw new Error('no such sample');
    const { id, licence, plan, data, requirement } = sample;
    const origin = { kind: 'code1', samples: [id], licence, reason: 'the sample' } as const;
    const program = readProgram(sample.program, origin);
    if (!program.ok) throw new Error(JSON.stringify(program.issues));
    const record = recordOf(plan, data);
    const files = await renderProject({ requirement, program: program.value, record });
    if (!files.ok) throw new Error(JSON.stringify(files.issues));
    await writeProject(path.join(folder, 'sound'), files.value, { force: false });
    for (const [name, changes] of Object.entries(ATTACKS)) {
      const project = path.join(folder, name);
      if (name !== 'sound') cpSync(path.join(folder, 'sound'), project, { recursive: true });
      for (const [file, code] of changes) {
        const place = path.join(project, file);
        writeFileSync(place, `${readFileSync(place, 'utf8')}\n${code}`);
      }
    }
    const requests = Object.keys(ATTACKS).map((name) => ({ directory: path.join(folder, name) }));
    for (const result of await verifyProjects(requests, { level: 'smoke' }))
      results.set(path.basename(result.directory), result);
  });
  const failedStages = (name: string) =>
    results
      .get(name)
      ?.verdict.stages.filter(({ status }) => status === 'failed')
      .map(({ id, message }) => `${id}: ${message}`);

  test('cannot forge events: they are those of its real steps', () => {
    const forging = results.get('forging');
    expect(forging?.versions['keras']).toBe(results.get('sound')?.versions['keras']);
    expect(JSON.stringify({ ...forging, log: '' })).not.toContain(FORGED);
    expect(forging?.log).not.toContain('OPENED');
    expect(failedStages('forging')).toEqual([]);
  });

  test('cannot end or change the run of its neighbour, only its own', () => {
    expect(failedStages('sound')).toEqual([]);
    const use = results.get('sound')?.verdict.stages.find(({ id }) => id === 'S5');
    expect(use?.message).toContain('reloads in safe mode;');
    expect(results.get('ending')?.verdict.passed).toBe(false);
  });

  test('does not pass without Keras, whatever files and exit status it leaves', () => {
    expect(results.get('empty')?.verdict.passed).toBe(false);
  });

  test('cannot say other predictions than those of its saved model', () => {
    expect(failedStages('lying')).toEqual([
      'S5: the saved model predicts otherwise than the project says it does',
    ]);
  });
});
