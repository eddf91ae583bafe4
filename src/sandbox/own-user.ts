import { lchownSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ownTable } from '../core/index.ts';
import { findExecutable } from './process.ts';

/**
 * The user and group, of one number, that a confined command is on this machine where root started us.
 * Units: user ids, from the range that systemd keeps for users without an account (61184 to 65519): no file belongs to
 * them. Processes that run at once have different ones.
 */
const FIRST = 61_184;
const COUNT = 4336;

/** Null where root did not start us, and where this user namespace has not got the id. */
export function ownUser(): number | null {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return null;
  const user = FIRST + (process.pid % COUNT);
  return ['uid_map', 'gid_map'].every((map) => isMapped(user, map)) ? user : null;
}

function isMapped(user: number, map: string): boolean {
  return readFileSync(`/proc/self/${map}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .some(([first = 0, , count = 0]) => user >= first && user < first + count);
}

/** Hands a folder and all below it over; links themselves, never what they lead to. */
export function handOver(folder: string, user: number): void {
  lchownSync(folder, user, user);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) handOver(place, user);
    else lchownSync(place, user, user);
  }
}

/**
 * Folders of root need not let anybody through, so root shows the paths in a mount namespace of the run before it
 * becomes the other user. `/sys` is covered there: it is on every Linux, and nothing confined sees it.
 */
const STAGE = '/sys';
const SCRIPT = `mount=$1 setpriv=$2 user=$3
shift 3
"$mount" -t tmpfs -o mode=755,nosuid,nodev,size=1m dlcodegen ${STAGE} || exit 126
at=0
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir ${STAGE}/$at; else : > ${STAGE}/$at; fi
  "$mount" --rbind "$1" ${STAGE}/$at || exit 126
  at=$((at + 1))
  shift
done
shift
exec "$setpriv" --reuid "$user" --regid "$user" --clear-groups -- "$@"`;

export interface Staging {
  /** Where a path is shown, by path. */
  readonly sources: Readonly<Record<string, string>>;
  /** Comes before a command that shall run as the user. */
  readonly prefix: readonly string[];
}

/** Null where a tool of util-linux is missing; whether mounts are allowed is found out by running it. */
export function stagePaths(paths: readonly string[], user: number): Staging | null {
  const [unshare, mount, setpriv] = ['unshare', 'mount', 'setpriv'].map((tool) =>
    findExecutable(tool),
  );
  if (!unshare || !mount || !setpriv) return null;
  const sources = paths.map((shown, at) => [shown, `${STAGE}/${at}`] as const);
  return {
    sources: ownTable(Object.fromEntries(sources)),
    prefix: [
      unshare,
      '--mount',
      '--propagation',
      'private',
      '--',
      '/bin/sh',
      '-c',
      SCRIPT,
      'sh',
      mount,
      setpriv,
      String(user),
      ...paths,
      '--',
    ],
  };
}
