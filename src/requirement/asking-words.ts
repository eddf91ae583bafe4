/** Words by which a sentence of a requirement asks, and those by which it only states something. */

function wordsOf(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(/\s+/));
}

/** A sentence with one of them asks for something. */
export const REQUESTS = wordsOf(
  'should must shall need needs needed want wants wanted wish please ensure sure would like require requires required',
  'prefer preferred preferably ideally never always mandatory necessary important desired expected expect expects',
  "don't cannot love nice let lets remember",
);

/** Commands by which an item asks, in the form that they have there. */
export const COMMANDS = wordsOf(
  'use apply add include report show plot draw display print save store write export train evaluate compare compute calculate',
  'measure test validate split shuffle resize crop scale normalize normalise standardize standardise encode embed tokenize',
  'tokenise lowercase strip remove drop delete ignore exclude skip keep take choose select pick tune optimize optimise freeze',
  'unfreeze fine-tune finetune initialize initialise load read parse merge join combine stack concatenate augment generate',
  'create make build implement develop design provide produce give send deliver return output predict classify detect count',
  'estimate interpolate sample smooth clip cap limit reduce increase decrease set start stop run repeat log track monitor',
  'record serve deploy expose package convert quantize quantise prune distill calibrate explain visualize visualise highlight',
  'overlay mark list rank sort group aggregate average weigh weight balance oversample undersample mask pad cut truncate replace',
  'fill impute map treat handle avoid do work follow try check verify document comment structure organize organise tag oversee',
  'tie share mirror alternate penalize penalise regularize regularise post-process preprocess pre-process hold reserve cite',
);

/** Verbs of sentences that state something. */
export const STATES = wordsOf(
  'is are was were am has have had contains contain holds hold stands stand lies lie comes come gives consists consist includes',
  'measures measure means shows represents describes indicates runs lives belongs shall there i we they he she it',
  'run think know see seen told tell launched launching collected collect recorded stored write writes called named',
);

/** Words before a command: "then also report". */
export const WEAK = wordsOf(
  'please also then finally additionally furthermore moreover and afterwards next first later just the a an to in order for we i you it',
);

export const GREETINGS = wordsOf(
  'hi hello hey dear team all everyone colleague colleagues sir madam thanks thank you regards best cheers sincerely greetings from good morning',
);

/** What begins so says why. */
export const REASONS = /^(?:because|since|although|though|as|so|which|who|whose|where|whereas)$/;

/** A number of these is how much data there are. */
export const DATA_UNITS =
  /^(?:rows?|columns?|records?|instances|entries|observations|files?|images|photos|pictures|recordings|documents|reviews|tweets|articles|sentences|people|persons|patients|customers|users|shops|stores|sites|stations|turbines|machines|engines|devices|products|households|cities|regions|countries|years?|euros?|dollars?|million|billion|thousand)$/;

/** Words that link others. */
export const LINKS = wordsOf(
  'a an the to of for in on at by with without from into onto if as per before after when until than like via over under through',
  'during since because while about against across between among me us it them its their that this these those so such only not no',
  'percent requirements objective case be been being possible impossible available same too',
);
