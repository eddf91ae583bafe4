/** Heads that name a target of any data. */
export const GENERIC =
  /^(?:competition|challenge|task|project|multiple|target|label|output|outcome|result|value|variable|class|categor|column|response|answer|prediction|data|series|trend|image|text|event|reconstruct|next|future)/;
/** What stands behind "and" in a list of wishes. */
export const COMMAND =
  /^(?:evaluat|improv|optimi[sz]|analy[sz]|visuali[sz]|report|compar|build|train|plot|show|sav|measur|test|write|tune)/;
/** Things that are looked at, of which something is told. */
export const ITEM =
  /^(?:images?|photos?|pictures?|scans?|texts?|essays?|e-?mails?|mails?|messages?|sms|reviews?|tweets?|posts?|comments?|news|articles?|documents?|sentences?|headlines?|questions?|transactions?|claims?|customers?|patients?|users?|people|persons?|recordings?|sounds?|clips?|audio|signals?|samples?|cases?|items?|objects?|presence|number|type|kind|sort)$/i;
/** What the items or the network are like, or what is done: no thing that is told. */
export const MEANS =
  /^(?:an?|the|and|or|for|of|to|on|in|with|by|using|via|this|that|my|our|your|its|their|is|are|be|perform\w*|build\w*|creat\w*|develop\w*|implement\w*|train\w*|model\w*|want|need|aim|do|doing|complet\w*|multi(?:-?(?:class|label|lingual|modal|variate))?|binary|class|label|category|data|dataset|deep|machine|learning|neural|networks?|cnn|rnn|lstm|bert|transformer|structured|tabular|time|series|un|supervised|semi|speech|videos?|based|real|end|automat\w*|new|fine|grained|cross|domain|large|scale|simple|accurate|robust|medical|natural|language|processing|statistical|exploratory|regression|sequence|object|pattern|feature|performance|error|visual|digital|computer|vision|lingual|quantile|entity|named|general|purpose|financial|various|several|multiple|different|better|improv\w*|two|three|four|five|six|seven|eight|nine|ten|\d+)$/i;
/** Words that stand where a name would. */
export const NO_NAME =
  /^(?:and|or|not|in|on|of|for|from|with|by|using|used|the|this|that|there|they|it|one|two|first|more|most|less|above|below|same|different|correct|true|false|based|good|bad|able|available|possible)$/;
