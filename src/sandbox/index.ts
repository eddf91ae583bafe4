/**
 * Runs a command confined: no network, nothing to write but what is named, bounded memory, time, disk and processes.
 * In: a command, folders, limits. Out: exit code and lines. Also starts our own tools (uv).
 * Paper: III-D needs generated code executed; confinement is ours (DESIGN 6).
 * The one importer of child processes; without a sandbox it refuses, and never falls back to the host by itself.
 */
export { findSandbox, type Sandbox } from './find.ts';
export { probeGuards, type GuardState } from './guards.ts';
export { findUnreadable } from './look-inside.ts';
export { findExecutable, runTool, type ToolResult, type ToolRun } from './process.ts';
export { runSandboxed, type SandboxedResult, type SandboxedRun } from './run-sandboxed.ts';
export { SANDBOXES, type Confinement, type Limits, type SandboxName } from './sandbox-table.ts';
export {
  copyArtefact,
  copyInto,
  createScratch,
  makeShown,
  readArtefact,
  type Scratch,
} from './scratch.ts';
