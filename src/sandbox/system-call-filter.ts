import {
  NEWEST_CALL,
  REFUSED_CALLS,
  type ArgumentTest,
  type RefusedCall,
} from './system-calls-table.ts';

type Architecture = 'x64' | 'arm64';

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64 of <linux/audit.h>. */
const AUDIT: Readonly<Record<Architecture, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };
/** Places in `struct seccomp_data`, bytes. */
const NUMBER_AT = 0;
const ARCHITECTURE_AT = 4;
const ARGUMENTS_AT = 16;
/** Codes of classic BPF, <linux/bpf_common.h>. */
const LOAD = 0x20;
const AND = 0x54;
const IF_EQUAL = 0x15;
const IF_GREATER = 0x25;
const RETURN = 0x06;
/** Answers, <linux/seccomp.h>. */
const ALLOW = 0x7fff_0000;
const KILL_PROCESS = 0x8000_0000;
const ERROR = 0x0005_0000;
const EPERM = 1;
const ENOSYS = 38;

/** One instruction: code, jump where true, jump where false (both in instructions to skip), value. */
type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, value: number];

const give = (answer: number): Instruction => [RETURN, 0, 0, answer];
const load = (at: number): Instruction => [LOAD, 0, 0, at];

/**
 * The filter that refuses what system-calls-table.ts lists, as a program for `bwrap --seccomp`: classic BPF,
 * `struct sock_filter` after `struct sock_filter`, little-endian. Null for an architecture without numbers.
 * Another calling convention of the machine (32-bit programs) ends the process.
 */
export function systemCallFilter(architecture: string): Buffer | null {
  if (architecture !== 'x64' && architecture !== 'arm64') return null;
  const program: Instruction[] = [
    load(ARCHITECTURE_AT),
    [IF_EQUAL, 1, 0, AUDIT[architecture]],
    give(KILL_PROCESS),
    load(NUMBER_AT),
    [IF_GREATER, 0, 1, NEWEST_CALL],
    give(ERROR | ENOSYS),
  ];
  for (const row of Object.values<RefusedCall>(REFUSED_CALLS)) {
    const number = row[architecture];
    if (number !== null) program.push(...refuse(number, row));
  }
  program.push(give(ALLOW));
  return assemble(program);
}

function refuse(number: number, row: RefusedCall): Instruction[] {
  const answer = give(ERROR | (row.isUnknown === true ? ENOSYS : EPERM));
  if (row.when === undefined) return [[IF_EQUAL, 0, 1, number], answer];
  const lists = row.when.flatMap((tests) => refuseWhere(tests, answer));
  const body = [...lists, load(NUMBER_AT)];
  return [[IF_EQUAL, 0, body.length, number], ...body];
}

/** All tests hold: the answer. One does not: past the answer. */
function refuseWhere(tests: readonly ArgumentTest[], answer: Instruction): Instruction[] {
  const blocks = tests.map(({ argument, mask = 0xffff_ffff, holds, value = 0 }) => ({
    before: [load(ARGUMENTS_AT + 8 * argument), [AND, 0, 0, mask]] as Instruction[],
    value: holds === 'any' ? 0 : value,
    goesOnWhenEqual: holds === 'equals',
  }));
  const lines: Instruction[] = [];
  for (const [at, { before, value, goesOnWhenEqual }] of blocks.entries()) {
    const past = (blocks.length - 1 - at) * 3 + 1;
    lines.push(...before, [
      IF_EQUAL,
      goesOnWhenEqual ? 0 : past,
      goesOnWhenEqual ? past : 0,
      value,
    ]);
  }
  return [...lines, answer];
}

function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [at, [code, whenTrue, whenFalse, value]] of program.entries()) {
    bytes.writeUInt16LE(code, at * 8);
    bytes.writeUInt8(whenTrue, at * 8 + 2);
    bytes.writeUInt8(whenFalse, at * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, at * 8 + 4);
  }
  return bytes;
}
