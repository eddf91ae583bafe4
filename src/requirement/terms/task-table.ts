import type { Goal, Modality } from '../../artifacts/index.ts';

/** A task, or what the data of one are, by the names that the field and its users have for it. */
export interface TaskTerm {
  readonly goal?: Goal;
  /** Where the name says what the data are, too. */
  readonly modality?: Modality;
  /** Phrases as in `Term`. */
  readonly heard: readonly string[];
  /** How surely the words ask for it: 6 leaves little doubt. */
  readonly points: number;
}

const SURE = 6;
const PLAIN = 4;
const PAIRS = 5;
const WEAK = 3;

export const TASK_TERMS: readonly TaskTerm[] = [
  {
    goal: 'classify',
    points: WEAK,
    heard: [
      'which( one)? of( the)?',
      '(which|what) (class|category|kind|type|sort|species|variety)',
      'tell(s|ing)? (\\p{L}+ ){1,6}(apart|from)',
      'sort(s|ing)? (\\p{L}+ ){1,5}into',
      'categori[sz](e|es|ing)',
    ],
  },
  {
    goal: 'classify',
    points: PLAIN,
    heard: ['classifiers?( for| of| that| to| which| on| model)?'],
  },
  {
    goal: 'classify',
    points: SURE,
    modality: 'text',
    heard: [
      '(spam|phishing|sentiment|intent|topic|toxicity|hate speech|fake news|sarcasm|author(ship)?|language) (classif|detect|recogni|identif|filter|analy)\\p{L}*',
      '(spam|phishing|sentiment|intent|topic|toxicity|hate speech|fake news|sarcasm) (text |message |mail |email |review |tweet )?(classif|detect|recogni|filter)\\p{L}*',
    ],
  },
  {
    goal: 'multi-label',
    points: SURE,
    heard: [
      'multi label\\w*',
      '(several|multiple|all the|more than one|any number of|none or several) (label|subject|topic|tag|genre|class|fault|disease)(s|es)?( of (it|them|each|\\p{L}+))?',
      '(many|several|multiple) \\p{L}+ at (once|the same time)',
      'each (is |being )?0 or 1',
      '0/1 columns',
      'tags? (of|for) each',
    ],
  },
  {
    goal: 'regress',
    points: SURE,
    heard: [
      'remaining (useful )?(life|lifetime)',
      'rul',
      '(days|hours|cycles|time) (until|to|before) failure',
      'survival analysis',
      'time to event',
      'censor(ed|ing)',
      'learning to rank',
      'rank\\w* (the )?(search )?(results|documents|items|products|candidates)',
      'rank net',
      'lambda (rank|mart)',
      '(list|pair)wise( ranking)?',
    ],
    modality: 'table',
  },
  {
    goal: 'regress',
    points: PLAIN,
    heard: [
      'regress(ion|or|ing)?',
      '(continuous|real valued) (value|target|variable|output)',
      'how (much|old|long|far)',
      'how many',
      '(predict|estimat|forecast)(s|ing|e|es)? (the |a |an |my |our |its |their )?(\\p{L}+ ){0,3}(rent|fee|salary|wage|fare|cost|price|age|weight|height|volume|power|load|emission|length|width|area|humidity|pressure|mileage|delay|duration|score)s?',
    ],
  },
  {
    goal: 'regress',
    points: SURE,
    modality: 'image',
    heard: [
      'key ?points?',
      'landmarks?',
      'pose estimation',
      'crowd (counting|density)',
      'density maps?',
      'steering angle',
    ],
  },
  {
    goal: 'segment',
    points: PLAIN,
    modality: 'image',
    heard: [
      'segment(ation|ed|ing|s)?( mask)?',
      '(per|each|every) pixel',
      'pixel ?(wise|level)',
      'outline\\w*',
    ],
  },
  {
    goal: 'restore',
    points: SURE,
    modality: 'image',
    heard: [
      'de ?(nois|blur|rain|haz)\\w*',
      '(noise|rain|haze|blur|fog) (removal|reduction)',
      '(remov|reduc)\\w* (the )?(noise|rain|haze|blur|fog)( from)?',
      'super resolution',
      'colou?ri[sz](ation|e|ed|ing)',
      'in ?paint(ing)?',
      'low light( enhancement)?',
      '(image )?restor(ation|e|ing)',
      'sharpen(ing)?',
      'upscal(e|ing)',
      'depth (estimation|map)',
      'image to image( translation)?',
      'style transfer',
      'pix ?2 ?pix',
      'cycle gan',
      'enhanc\\w* (the )?(quality of |resolution of )?(low quality |dark )?images?',
      'turn\\w* (\\p{L}+ ){1,6}(into|to) (a |an )?(photo|image|picture|painting)s?',
      '(cleaner|clearer|sharper|brighter) versions?',
      '(turn|convert|transform|chang|mak)(e|es|ing|s)? (the |my |our )?(blurr(ed|y)|blurry|noisy|hazy|dark|grainy|old|damaged|low resolution) (photo|image|picture|scan)s? (in ?to |to )?(clear|sharp|clean|bright|good|high resolution)',
    ],
  },
  {
    goal: 'autoencode',
    points: PLAIN,
    heard: [
      'auto ?encod\\w*',
      'reconstruct(s|ed|ing|ion)?( of)?( the)?( images?)?',
      'latent (space|code|vector|representation)',
      'bottleneck',
    ],
  },
  {
    goal: 'generate-images',
    points: PLAIN,
    modality: 'image',
    heard: [
      '(\\w{0,4})gans?',
      'generative adversarial( net| network)?',
      'diffusion( model)?',
      'ddpm',
    ],
  },
  {
    goal: 'generate-images',
    points: SURE,
    modality: 'image',
    heard: [
      'vae',
      'variational( auto ?encoder)?',
      '(generat|creat|synthesi[sz]|mak)(e|es|ing) (new |fake |synthetic |realistic |artificial |novel |more |high quality )*(images?|photos?|pictures?|faces|digits|artworks?|paintings)',
    ],
  },
  {
    goal: 'anomaly',
    points: PLAIN,
    heard: [
      'anomal(y|ies|ous)( detection)?',
      'outlier detection',
      '(detect|find|spot|flag)(s|ing)? (the )?outliers?',
      'novelty detection',
      'unusual(ly)?( \\p{L}+)?',
      'abnormal(it(y|ies))?',
      'defect free',
      '(only )?normal (only|ones|items|data)( for training)?',
      'learn\\w* what is normal',
    ],
  },
  {
    goal: 'anomaly',
    points: SURE,
    heard: [
      '(only|just) (the )?(good|normal|intact|healthy|fault free|faultless|flawless|defect free) (sample|part|item|example|image|picture|photo|piece|product|row|record)s?',
    ],
  },
  {
    goal: 'caption',
    points: SURE,
    modality: 'image',
    heard: [
      'caption(s|ing)?',
      'describ\\w* (the |what )?(\\p{L}+ ){0,4}(images?|pictures?|photos?)',
      'image to text',
      '(textual )?descriptions? (of|for) (the |an )?(images?|pictures?|photos?)',
    ],
  },
  {
    goal: 'read',
    points: SURE,
    modality: 'image',
    heard: [
      'ocr',
      'optical character recognition',
      'ctc',
      'captchas?',
      'licen[cs]e plates?',
      'text lines?',
      'handwritten (text|word|name|line)s?',
      '(text|characters?|letters|words?|codes?) (in|on|of|from) (each |every |the |an? )?(image|picture|photo|line)s?',
      'read (the |short |each )?(text|code|word|number|plate|line|letter|character)s?',
    ],
  },
  {
    goal: 'match',
    points: SURE,
    modality: 'image',
    heard: [
      'image search',
      'search images',
      'text quer(y|ies)',
      '(image|text) (text|image) (match\\w*|retrieval|search)',
      'match\\w* (images?|photos?|pictures?) (to|with|and) (text|caption|description)s?',
      'how well (a |an |the |each )?(text|caption|description|sentence)s? (fits?|match\\w*|describes?)',
      '(image|picture|photo)s? (and|against|with) (text|caption|description)s?',
    ],
  },
  {
    goal: 'same',
    points: PLAIN,
    heard: [
      'siamese',
      'same (person|identity|object|signer|thing|kind|item)',
      '(face |signature |speaker )?verif(y|ication)',
      '(one|few) shot( learning)?',
      'contrastive',
      'triplet',
    ],
  },
  {
    goal: 'same',
    points: SURE,
    modality: 'text',
    heard: [
      'same (meaning|question|intent|topic)',
      'means? the same',
      'natural language inference',
      '(s|m|multi)?nli',
      'entail(s|ment)?',
      'premise (and|or) hypothesis',
      'contradict(s|ion|ory)?',
      'paraphras\\w*',
      'duplicate(s|d)?( questions?| texts?)?',
      'semantic(ally)? (similar(ity)?|equivalen(t|ce))',
    ],
  },
  {
    goal: 'detect',
    points: SURE,
    modality: 'image',
    heard: [
      'object detection',
      'detect(s|ing)? objects?',
      'bounding box(es)?',
      'locali[sz](e|es|ing|ation)',
      'locat(e|es|ing)',
      'yolo\\w*',
      '(faster |mask )?r cnn',
      'ssd',
    ],
  },
  {
    goal: 'translate',
    points: SURE,
    modality: 'text',
    heard: ['translat(e|es|ed|ing|ion|or)', 'machine translation'],
  },
  {
    goal: 'summarize',
    points: SURE,
    modality: 'text',
    heard: ['summar(y|ies|i[sz]e|i[sz]es|i[sz]ing|i[sz]ation|i[sz]er)', 'headline generation'],
  },
  {
    goal: 'answer',
    points: SURE,
    modality: 'text',
    heard: [
      'question answering',
      'answer(s|ing)? (the |my |users |customer )?questions?',
      'chat ?bots?',
      'dialog(ue)?s?( system)?',
      'conversational( agent| ai| model)?',
      'respond(s|ing)? to',
      'repl(y|ies)( to)?',
      'squad',
    ],
  },
  {
    goal: 'generate-text',
    points: SURE,
    modality: 'text',
    heard: [
      'text generation',
      '(generat|writ|compos|continu)(e|es|ing) (new |short |some |original |a |the )*(texts?|poems?|poetry|lyrics|stor(y|ies)|sentences|names|recipes|sonnets|quotes|code|tweets)',
      'next (word|character|token|letter)( prediction)?',
      'language model(s|ing)?',
      '(character|word) level (text |language )?(generat\\w+|model|rnn|lstm|gru|language)\\w*',
      'character by character',
      'word by word',
      'writes? (like|texts?|poems|stories)',
      'midi',
      'piano rolls?',
      '(note sequences?|sequences? of notes)',
      'abc notation',
      '(generat|compos)(e|es|ing) (\\p{L}+ )?(music|melod(y|ies)|tunes?|songs?)',
    ],
  },
  {
    goal: 'tag',
    points: SURE,
    modality: 'text',
    heard: [
      'named entit(y|ies)( recognition| tagging)?',
      'ner',
      'entity (recognition|tags?|extraction)',
      'part of speech( tag\\w*)?',
      'pos tag(s|ging|ger)',
      'token classification',
      'sequence (label|tag)\\w*',
      'tag(s|ging)? (each|every|the) words?',
      'slot filling',
      '(iob|bio)( tags?)?',
    ],
  },
  {
    goal: 'forecast',
    points: PLAIN,
    heard: [
      'forecast(s|ing|er)?',
      'future (\\p{L}+ )?(values?|prices?|sales|demand|trends?|load|consumption)',
      'predict(s|ing)? (\\p{L}+ ){0,4}(future|tomorrow|ahead)',
      'next (\\d+ )?(hour|day|week|month|quarter|year|value|step|minute)s?',
      '(\\d+ )?(hours?|days?|weeks?|months?|steps?) ahead',
      'tomorrow(s)?',
      'price trends?',
    ],
  },
  {
    goal: 'same',
    points: PAIRS,
    modality: 'text',
    heard: [
      '(question|sentence|text) pairs?',
      '(two|pairs? of) (texts|sentences|documents|questions|headlines)',
    ],
  },
  {
    modality: 'audio',
    points: SURE,
    heard: ['(mp3|wav|flac|ogg)( file| recording)?', 'mfcc\\p{L}*', 'microphone( recording)?'],
  },
  {
    modality: 'mixed',
    points: SURE,
    heard: [
      '(images?|photos?|pictures?|scans?)( and| with| plus| together with| as well as|, and) (its|their|the|measured|other|additional|patient|some) (\\p{L}+ ){0,2}(columns?|measurements?|attributes?|features?|data)',
      '(two|several|multiple) inputs?',
    ],
  },
];
