/**
 * Requirements outside what a trained network can be built for; read only where no task has plain evidence, except
 * for those that hold `always` or where there are no data that say themselves what can be learnt.
 */
export const OUTSIDE: readonly {
  readonly pattern: RegExp;
  readonly reason: string;
  readonly holds?: 'always' | 'without data';
}[] = [
  {
    pattern:
      /\b(reinforcement learning(?![- ](?:based |guided |driven )?[a-z]+ (?:search|selection|tuning|optimi[sz]ation))|q-?learning|policy gradient|deep q|dqn|ppo|gym environment|openai gym|reward function)\b/,
    reason: 'reinforcement learning needs an environment to act in, not a data set',
    holds: 'always',
  },
  {
    pattern:
      /\b(speech[- ]to[- ]text|automatic speech recognition|asr|transcrib(e|es|ing) [^.]{0,60}\b(audio|speech|voices?|recordings?|calls|spoken)|(audio|speech|voices?|recordings?)( \w+)? (in)?to (texts?|sentences|words))\b/,
    reason: 'no program of the pool writes speech down; words of a fixed list can be told apart',
    holds: 'always',
  },
  {
    pattern:
      /\b(text[- ]to[- ]speech|tts|speech synthesi\w*|voice cloning|(generat|synthesi[sz])(e|es|ing) (new |realistic )?(audio|sounds?|speech|voices?))\b/,
    reason: 'no program of the pool makes sounds',
    holds: 'always',
  },
  {
    // Before sounds are told apart, they may be cleaned too.
    pattern:
      /^(?![^]*\b(?:classif|recogni|detect|identif|predict|count|tell)\w*)[^]*?\b(?:(?:denois|enhanc|separat|isolat|restor|dereverberat)\w* [^.;\n]{0,40}?\b(?:speech|audio|voices?|sounds?|songs?|music|vocals?|recordings?|(?:e[ecm]g|ekg|ppg)(?: signals?)?)|(?:speech|audio|voice|sound|vocal|music|source|e[ecm]g|signal) (?:denoising|enhancement|separation|restoration))\b/,
    reason: 'no program of the pool makes sounds or signals; they can be told apart',
    holds: 'always',
  },
  {
    // Recordings of normal machines alone hold no second class.
    pattern:
      /^(?=[^]*\b(?:sounds?|audio|wavs?|recordings?|acoustic)\b)(?=[^]*\banomal\w*|[^]*\bnovelty)(?=[^]*\b(?:auto ?-?encoder|reconstruct\w*|unsupervised|(?:only|just) (?:the )?(?:normal|healthy|good)|(?:normal|healthy|good) [a-z]+ (?:only|alone))\b)/,
    reason:
      'no program of the pool finds anomalies in sounds of one class; recordings in a folder a class can be told apart',
    holds: 'always',
  },
  {
    pattern:
      /\b(visual question answering|vqa|questions? (about|on) (an? |the )?(images?|pictures?|photos?))\b/,
    reason: 'no program of the pool answers questions about pictures',
    holds: 'always',
  },
  {
    pattern:
      /\b(graph (neural|convolution\w*|attention) net\w*|gnns?|gcns?|graph-?sage|node (classification|embeddings?)|link prediction|knowledge graphs?|(citation|social|molecul\w+) graphs?)\b/,
    reason: 'no program of the pool reads graphs; nodes with columns of their own can be a table',
    holds: 'without data',
  },
  {
    pattern:
      /\b(k-?means|dbscan|cluster(s|ing)?|customer segment\w*|segment\w* (the |our )?customers?)\b/,
    reason: 'clusters have no target to learn; name what is to be predicted for each row',
  },
  {
    pattern: /\b(sql|database quer(y|ies)|select statement|stored procedure)\b/,
    reason: 'a database query needs no network to be trained',
  },
  {
    pattern:
      /\b(plot|chart|visuali[sz]\w*|dashboard|exploratory data analysis|eda|pie chart|bar chart)\b/,
    reason: 'plotting or exploring data alone trains no network',
  },
  {
    pattern:
      /\b(website|web ?page|web app|landing page|mobile app|rest api|shell script|regex|todo list)\b/,
    reason: 'this asks for a program of another kind',
  },
  {
    pattern: /\b(order|buy|book|deliver|cook|call|send) (me|us|a|an|the)\b/,
    reason: 'this is not something a program can learn from data',
  },
];
