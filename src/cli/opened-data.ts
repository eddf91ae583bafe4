import type { Console } from './console.ts';

/** The folder of data that are given as an archive, which is said; anything else as it is. Errors: BAD_DATA. */
export async function openedData(data: string, console: Console): Promise<string> {
  const { openData } = await import('../profile/index.ts');
  const opened = await openData(data);
  if (opened !== data)
    console.talk(`${data} was opened into ${opened}; the project reads that folder.`);
  return opened;
}
