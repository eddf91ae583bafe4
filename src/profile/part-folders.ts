import type { DataProfile, FactValue } from '../artifacts/index.ts';
import { KINDS, knownFacts, PART_FOLDERS, type Kind } from '../kinds/index.ts';
import { splitRole, type SplitRole } from './class-folders.ts';
import { allFolders, countUnder, type Folder } from './folder.ts';

/** Facts that say where the items of one part lie. */
const PLACE = /^(?!TRAIN_|VALIDATION_|TEST_).*_(?:FOLDER|ROOT|FILE)$/;
/** Facts of how items are split that parts take the place of. */
const GROUPS = ['GROUP_COLUMN', 'GROUP_PATTERN'];

/**
 * Data that lie in a train folder, beside folders for validation and test that hold the same files and folders: all of them are
 * read, and the places in the facts are those within each. Where the others hold something else, that is a finding.
 */
export function readParts(root: Folder, profile: DataProfile): DataProfile {
  const { kind, facts } = profile.data;
  const declared: Kind = KINDS[kind];
  if (declared.parts !== true || typeof facts['SPLIT_COLUMN'] === 'string') return profile;
  const places = Object.entries(facts).flatMap(([name, value]) =>
    PLACE.test(name) && typeof value === 'string' ? [[name, value] as const] : [],
  );
  const part = allFolders(root).flatMap((level) => partOf(level, places))[0];
  if (part === undefined || places.length === 0) return withUnread(root, profile, places);
  const { level, train, within } = part;
  const other = (role: SplitRole): string | null =>
    level.folders.find(
      (sibling) =>
        splitRole(sibling.name) === role &&
        within.every(([, place]) => hasPlace(sibling, place)) &&
        isLabelled(sibling, train, profile.data),
    )?.path ?? null;
  const [validation, test] = [other('validation'), other('test')];
  if (validation === null && test === null) return withUnread(root, profile, places);
  const kept = Object.entries(facts).filter(([name]) => !GROUPS.includes(name));
  const folders = [train.path, validation, test];
  const given = folders.filter((name) => name !== null);
  const missing = ['validation', 'test'].filter((_, at) => folders[at + 1] === null);
  const cut = missing.map((name) => `; ${name} is cut from ${train.path}`).join('');
  const message = `${given.join(', ')} are laid out alike, and are kept as the parts of the data${cut}.`;
  return {
    ...profile,
    data: {
      ...profile.data,
      facts: Object.fromEntries<FactValue>([
        ...kept,
        ...within,
        ...PART_FOLDERS.map((name, at) => [name, folders[at] ?? null] as const),
      ]),
    },
    attributes: `${profile.attributes} It is divided into ${given.join(', ')}.`,
    findings: [...profile.findings, { code: 'GIVEN_SPLITS', path: train.path, message }],
  };
}

type Place = readonly [name: string, value: string];

interface Part {
  readonly level: Folder;
  readonly train: Folder;
  /** The places within train. */
  readonly within: readonly Place[];
}

/** The train folder of a level that all places are in; or where all are the level itself, if it holds nothing but parts. */
function partOf(level: Folder, places: readonly Place[]): readonly Part[] {
  const train = level.folders.find(({ name }) => splitRole(name) === 'train');
  if (train === undefined) return [];
  if (places.every(([, place]) => isWithin(place, train.path))) {
    const within = places.map(
      ([name, value]) => [name, value.slice(train.path.length + 1)] as const,
    );
    return [{ level, train, within }];
  }
  const hasOnlyParts =
    !Object.values(level.files).some(hasAny) &&
    level.folders.every(({ name }) => splitRole(name) !== null);
  return hasOnlyParts && places.every(([, place]) => place === level.path)
    ? [{ level, train, within: places.map(([name]) => [name, ''] as const) }]
    : [];
}

/** Folders that are called parts of the data and of which nothing is read are named. */
function withUnread(root: Folder, profile: DataProfile, places: readonly Place[]): DataProfile {
  const read = places.map(([, value]) => value);
  const unread = allFolders(root)
    .filter(({ name, files }) => {
      const role = splitRole(name);
      return (role === 'validation' || role === 'test') && Object.values(files).some(hasAny);
    })
    .map(({ path }) => path)
    .filter((path) => !read.some((place) => isWithin(path, place) || isWithin(place, path)));
  const isTrainRead = read.some((place) =>
    place.split('/').some((name) => splitRole(name) === 'train'),
  );
  if (unread.length === 0 || !isTrainRead) return profile;
  const finding = {
    code: 'UNREAD_PARTS',
    path: unread[0] ?? '',
    message: `${unread.slice(0, 5).join(', ')} are not read: the splits are cut from ${read.join(', ')}.`,
    fix: 'Lay out the folders train, validation and test alike, each with all that belongs to it.',
  };
  return { ...profile, findings: [...profile.findings, finding] };
}

/** Whether a folder has what labels the items in train: files of the same groups, class folders, or names with a label. */
function isLabelled(sibling: Folder, train: Folder, { kind, facts }: DataProfile['data']): boolean {
  if (
    !DATA_GROUPS.every((group) => countUnder(train, group) === 0 || countUnder(sibling, group) > 0)
  )
    return false;
  const { NAME_PATTERN: pattern, TABLE_FORM: form } = knownFacts(facts);
  if (typeof pattern === 'string') {
    const label = new RegExp(pattern);
    const stems = allFolders(sibling).flatMap(({ files }) =>
      [...files.image, ...files.audio].map((name) => name.replace(/\.[^.]+$/, '')),
    );
    return stems.some((stem) => label.test(stem));
  }
  if (form !== 'folders' && !kind.endsWith('-folders')) return true;
  const classes = new Set(allFolders(train).map(({ name }) => name));
  return allFolders(sibling).some((one) => one !== sibling && classes.has(one.name));
}

const DATA_GROUPS = ['image', 'audio', 'text', 'table', 'markup'] as const;

function hasAny(names: readonly string[]): boolean {
  return names.length > 0;
}

function isWithin(place: string, folder: string): boolean {
  return folder === '' || place === folder || place.startsWith(`${folder}/`);
}

/** Whether a folder has a file or folder of that path; each has "". */
function hasPlace(folder: Folder, place: string): boolean {
  if (place === '') return true;
  const path = folder.path === '' ? place : `${folder.path}/${place}`;
  return allFolders(folder).some(
    (one) =>
      one.path === path ||
      Object.values(one.files).some((names) =>
        names.some((name) => (one.path === '' ? name : `${one.path}/${name}`) === path),
      ),
  );
}
