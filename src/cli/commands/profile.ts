import { decideWithData } from '../../grounding/index.ts';
import { otherReadings, profileData, renderProfile } from '../../profile/index.ts';
import { emptyReading } from '../../requirement/index.ts';
import type { RunCommand } from '../command.ts';
import { openedData } from '../opened-data.ts';
import { textOf } from '../options.ts';

/** The data as their structure alone says; what else they could be is listed. */
export const run: RunCommand = async ({ positionals, values, console, signal }) => {
  const target = textOf(values, 'target');
  const data = await profileData(await openedData(positionals[0] ?? '', console), { signal });
  try {
    const { profile } = await decideWithData(
      emptyReading(),
      data,
      target === undefined ? {} : { target },
    );
    if (profile === null) return 1;
    const alternatives = otherReadings(data, profile);
    console.print(
      console.json
        ? JSON.stringify({ ...profile, alternatives })
        : renderProfile(profile, alternatives),
    );
    return 0;
  } finally {
    await data.close();
  }
};
