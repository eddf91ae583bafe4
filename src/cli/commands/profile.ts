import { profileData, renderProfile } from '../../profile/index.ts';
import type { RunCommand } from '../command.ts';
import { textOf } from '../options.ts';

export const run: RunCommand = async ({ positionals, values, console, signal }) => {
  const target = textOf(values, 'target');
  const profile = await profileData(positionals[0] ?? '', {
    signal,
    ...(target === undefined ? {} : { target }),
  });
  console.print(console.json ? JSON.stringify(profile) : renderProfile(profile));
  return 0;
};
