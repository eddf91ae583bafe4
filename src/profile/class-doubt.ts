import { areGroups } from './class-level.ts';
import type { ProfileContext } from './detector.ts';
import { labelledFolders } from './labelled-folders.ts';

/** The fit of folders that are rather no classes. */
export const DOUBTFUL = 0.2;

/** Why folders are rather no classes: they are named as people or recordings, or a table labels them; null where they can be. */
export async function classDoubt(
  context: ProfileContext,
  group: 'image' | 'audio',
  names: readonly string[],
): Promise<string | null> {
  if (areGroups(names))
    return `Folders of ${context.shown} are named as people or recordings (${names.slice(0, 3).join(', ')}, ...), not as classes. Needed is a folder for each class, or a table that names files and their labels.`;
  return labelledFolders(context, group);
}
