import type { DataProfile, Facts, FactValue } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { KINDS, knownFacts, PART_FOLDERS, type Kind } from '../kinds/index.ts';
import { roleBeside, splitRole, type SplitRole } from './class-folders.ts';
import { allFolders, countUnder, fileStem, type Folder, isWithin, joinPath } from './folder.ts';

/** Facts that say where the items of one part lie. */
const PLACE = /^(?!TRAIN_|VALIDATION_|TEST_).*_(?:FOLDER|ROOT|FILE)$/;
/** Facts of how items are split that parts take the place of. */
const GROUPS = ['GROUP_COLUMN', 'GROUP_PATTERN'];

/**
 * Data that lie in a train folder, beside folders for validation and test that hold the same files and folders: all of them are
 * read, and the places in the facts are those within each. Where the others hold something else, that is a finding.
 */
export function readParts(root: Folder, profile: DataProfile): DataProfile {
  return withEmpty(root, readFilled(root, profile));
}

/** Folders for parts of the data without a file, beside others: what they are to hold is cut from train. */
function withEmpty(root: Folder, profile: DataProfile): DataProfile {
  const empty = allFolders(root).flatMap(({ folders }) => {
    const parts = folders.filter(({ name }) => splitRole(name) !== null);
    return parts.some(hasItems) ? parts.filter((part) => isEmpty(part)) : [];
  });
  if (empty.length === 0) return profile;
  return withFinding(profile, {
    code: 'EMPTY_PART',
    path: empty[0]?.path ?? '',
    message: `${listed(empty)} ${empty.length === 1 ? 'holds' : 'hold'} no file: that part is cut from train.`,
    fix: 'Put its files there, or remove the folder.',
  });
}

function isEmpty(folder: Folder): boolean {
  return allFolders(folder).every(({ files }) => !Object.values(files).some(hasAny));
}

function readFilled(root: Folder, profile: DataProfile): DataProfile {
  const { kind, facts } = profile.data;
  const declared: Kind = KINDS[kind];
  const split = placesIn(facts, PART_FOLDERS);
  // Class folders of parts are read as such.
  if (split.length > 0) return withUnread(root, profile, split);
  if (declared.parts !== true || typeof facts['SPLIT_COLUMN'] === 'string') return profile;
  const places = placesIn(
    facts,
    Object.keys(facts).filter((name) => PLACE.test(name)),
  );
  const part = allFolders(root).flatMap((level) => partOf(level, places))[0];
  if (part === undefined || places.length === 0) {
    const below = partsBelow(root, profile, places);
    return below ?? withUnread(root, profile, places);
  }
  const { level, train, within } = part;
  const names = level.folders.map(({ name }) => name);
  const other = (role: SplitRole): string | null =>
    level.folders.find(
      (sibling) =>
        roleBeside(sibling.name, names) === role &&
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
  const divided: DataProfile = {
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
  return withUnread(root, divided, placesIn(divided.data.facts, PART_FOLDERS));
}

/** Kinds whose items are files that belong together by their names, wherever they lie below their places. */
const JOINED_BY_NAME: ReadonlySet<string> = new Set(['image-masks', 'image-pairs', 'image-boxes']);

/** The data with the folders of parts that lie below each place, `images/train` beside `labels/train`; null where none do. */
function partsBelow(
  root: Folder,
  profile: DataProfile,
  places: readonly Place[],
): DataProfile | null {
  const { kind, facts } = profile.data;
  if (!JOINED_BY_NAME.has(kind)) return null;
  const above = places.map(([name, place]): Place => [name, withoutPart(place)]);
  // `train` beside `train_labels` are no parts of one name.
  if (new Set(above.map(([, place]) => place)).size < new Set(places.map(valueOf)).size)
    return null;
  const levels = [...new Set(above.flatMap(([, place]) => levelsAt(root, place)))];
  const [first] = levels;
  if (first === undefined) return null;
  const names = first.folders.map(({ name }) => name);
  const folders = (['train', 'validation', 'test'] as const).map(
    (role) =>
      names.find(
        (name) =>
          roleBeside(name, names) === role &&
          levels.every(({ folders }) => folders.some((child) => isFilled(child, name))),
      ) ?? null,
  );
  const given = folders.filter((name) => name !== null);
  if (folders[0] === null || given.length < 2) return null;
  const kept = Object.entries(facts).filter(([name]) => !GROUPS.includes(name));
  const cut = ['validation', 'test'].filter((_, at) => folders[at + 1] === null);
  const below = levels.map(({ path }) => path).join(' and ');
  const message = `${given.join(', ')} below ${below} are kept as the parts of the data${cut.map((name) => `; ${name} is cut from ${folders[0]}`).join('')}.`;
  const divided: DataProfile = {
    ...profile,
    data: {
      ...profile.data,
      facts: Object.fromEntries<FactValue>([...kept, ...above, ['SPLIT_FOLDERS', folders]]),
    },
    attributes: `${profile.attributes} It is divided into ${given.join(', ')}.`,
    findings: [...profile.findings, { code: 'GIVEN_SPLITS', path: first.path, message }],
  };
  const left = first.folders.filter(
    (child) => splitRole(child.name) !== null && !given.includes(child.name) && hasItems(child),
  );
  return left.length === 0
    ? divided
    : withFinding(divided, {
        code: 'UNREAD_PARTS',
        path: left[0]?.path ?? '',
        message: `${listed(left)} ${left.length === 1 ? 'is' : 'are'} no part of the data: nothing of that name lies below ${levels
          .slice(1)
          .map(({ path }) => path)
          .join(' and ')}.`,
        fix: ALIKE,
      });
}

/** `images` of `images/train`; other places as they are. */
function withoutPart(place: string): string {
  const names = place.split('/');
  return splitRole(names.at(-1) ?? '') === null ? place : names.slice(0, -1).join('/');
}

/** The folder of a place that holds parts; of one that holds such folders, those. */
function levelsAt(root: Folder, place: string): readonly Folder[] {
  const folder = allFolders(root).find(({ path }) => path === place);
  if (folder === undefined) return [];
  const hasParts = ({ folders }: Folder): boolean =>
    folders.some(({ name }) => splitRole(name) !== null);
  return hasParts(folder) ? [folder] : folder.folders.filter(hasItems);
}

function isFilled(child: Folder, name: string): boolean {
  return child.name === name && hasItems(child);
}

function hasItems(folder: Folder): boolean {
  return DATA_GROUPS.some((group) => countUnder(folder, group) > 0);
}

type Place = readonly [name: string, value: string];

function valueOf([, value]: Place): string {
  return value;
}

/** Those of these facts that are known. */
function placesIn(facts: Facts, names: readonly string[]): readonly Place[] {
  return names.flatMap((name) => {
    const value = facts[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
}

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
  // A description beside the parts, as the YAML file of YOLO, is no item.
  const hasOnlyParts =
    Object.entries(level.files).every(([group, names]) => group === 'unknown' || !hasAny(names)) &&
    level.folders.every(({ name }) => splitRole(name) !== null);
  return hasOnlyParts && places.every(([, place]) => place === level.path)
    ? [{ level, train, within: places.map(([name]) => [name, ''] as const) }]
    : [];
}

/** Folders that are called parts of the data and of which nothing is read, or that are read as one, are named. */
function withUnread(root: Folder, profile: DataProfile, places: readonly Place[]): DataProfile {
  const read = places.map(([, value]) => value);
  const isRead = (path: string): boolean => read.some((place) => isWithin(path, place));
  const parts = allFolders(root).flatMap((folder) => {
    const role = splitRole(folder.name);
    return role !== null && DATA_GROUPS.some((group) => countUnder(folder, group) > 0)
      ? [{ path: folder.path, role }]
      : [];
  });
  const pooled = parts.filter(({ path }) => isRead(path));
  if (
    pooled.some(({ role }) => role === 'train') &&
    new Set(pooled.map(({ role }) => role)).size > 1 &&
    places.every(([name]) => !isPart(name))
  )
    return withFinding(profile, {
      code: 'POOLED_PARTS',
      path: pooled[0]?.path ?? '',
      message: `${listed(pooled)} are read as one: the splits are cut anew.`,
      fix: ALIKE,
    });
  const unread = parts.filter(
    ({ path, role }) =>
      role !== 'train' && !isRead(path) && !read.some((place) => isWithin(place, path)),
  );
  const isTrainRead = read.some((place) =>
    place.split('/').some((name) => splitRole(name) === 'train'),
  );
  if (unread.length === 0 || !isTrainRead) return profile;
  return withFinding(profile, {
    code: 'UNREAD_PARTS',
    path: unread[0]?.path ?? '',
    message: `${listed(unread)} ${unread.length === 1 ? 'is' : 'are'} not read, and not laid out like what is: ${read.join(', ')}.`,
    fix: ALIKE,
  });
}

const ALIKE =
  'Lay out the folders train, validation and test alike, each with all that belongs to it.';

function withFinding(profile: DataProfile, finding: Issue): DataProfile {
  return { ...profile, findings: [...profile.findings, finding] };
}

function listed(parts: readonly { readonly path: string }[]): string {
  return parts
    .slice(0, 5)
    .map(({ path }) => path)
    .join(', ');
}

function isPart(name: string): boolean {
  return PART_FOLDERS.some((part) => part === name);
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
      [...files.image, ...files.audio].map(fileStem),
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

/** Whether a folder has a file or folder of that path; each has "". */
function hasPlace(folder: Folder, place: string): boolean {
  if (place === '') return true;
  const wanted = joinPath(folder.path, place);
  return allFolders(folder).some(
    ({ path, files }) =>
      path === wanted ||
      Object.values(files).some((names) => names.some((name) => joinPath(path, name) === wanted)),
  );
}
