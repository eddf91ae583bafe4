/**
 * Names that say which files belong together, the coarsest first; the first rule that makes real groups is taken.
 * A pattern is searched in the path below the data folder, without suffix and without regard to case; its first group
 * names the group. Python and JavaScript read it alike: the program carries it as `GROUP_PATTERN`.
 */
export interface GroupRule {
  /** Words that stand in such names, as expressions. */
  readonly words: readonly string[];
  /** The pattern for names with one of these words. */
  readonly pattern: (words: readonly string[]) => string;
  /** What a group is, for the reader. */
  readonly what: string;
}

export const GROUP_RULES: Readonly<Record<'people' | 'parts' | 'recordings', GroupRule>> = {
  // patient17_2, sub-01_ses-2, Actor_03/take-1, speaker12_utt3
  people: {
    words:
      'patient pat subject subj sub person participant volunteer speaker spk actor donor individual user case'.split(
        ' ',
      ),
    pattern: (words) => `(?:^|[^a-z])((?:${words.join('|')})(?:[\\s._-]+[a-z]{0,2})?\\d+)`,
    what: 'items of one patient, subject or speaker',
  },
  // video03_frame0012, scan_004-slice-31, walk/clip_3/frame_7
  parts: {
    words:
      'frames? frm slices? crops? patch tiles? views? utterance utt chunk segment seg part shot augmented aug copy'.split(
        ' ',
      ),
    pattern: (words) =>
      `^(.+?)(?:[\\s._/-]+|(?<=\\d))(?:${words.join('|')})[\\s._-]*\\d+(?=$|[\\s._-])`,
    what: 'frames or parts of one recording or picture',
  },
  // video03_0012, clip_3/12
  recordings: {
    words:
      'video vid clip movie film sequence seq recording rec session scan volume vol slide series stack study'.split(
        ' ',
      ),
    pattern: (words) =>
      `^(.*?(?:^|[^a-z])(?:${words.join('|')})[\\s._-]*\\d+)[\\s._/-]+(?:\\D*[\\s._-])?\\d+$`,
    what: 'pieces of one recording',
  },
};

const ID = '( (id|ids|uuid|no|nr|number|num|code|key|identifier))';
const OWNERS =
  'person|individual|user|customer|client|member|player|author|donor|volunteer|animal|household|family|student|driver|athlete|actor|case|recording|video|clip|session|slide|scan|study|series|group|sequence|track';

/** Columns whose equal values belong together, by their names as `nameWords` writes them; bare numbers may be counts. */
export const GROUP_COLUMNS = {
  any: new RegExp(`^((patient|subject|participant|speaker)${ID}?|(${OWNERS})${ID})$`),
  words: new RegExp(`^(${OWNERS})$`),
};
