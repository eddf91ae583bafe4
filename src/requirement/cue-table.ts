import type { Goal, Modality } from '../artifacts/index.ts';

export interface Cue {
  readonly pattern: RegExp;
  /** Evidence in points: 1 a hint, 2 usual, 3 plain, 5 leaves no doubt. */
  readonly votes: Readonly<Partial<Record<Modality | Goal, number>>>;
}

/** Read on lower-case, spelling-corrected text; every cue counts once. */
export const CUES: readonly Cue[] = [
  // what the data is
  { pattern: /\b(images?|photos?|photographs?|pictures?|imagery)\b/, votes: { image: 4 } },
  {
    pattern:
      /\b(mri|x-?rays?|ct|radiographs?|ultrasound|histopatholog\w*|microscop\w*|retina\w*|fundus|satellite|aerial|scans?|slides)\b/,
    votes: { image: 2 },
  },
  {
    pattern: /\b(pixels?|png|jpe?g|tiff?|dicom|nifti|grayscale|greyscale|rgb)\b/,
    votes: { image: 2 },
  },
  {
    pattern: /\b(mnist|cifar-?\d*|imagenet|celeba|flickr\d*k?|fashion-?mnist|pascal voc)\b/,
    votes: { image: 3 },
  },
  {
    pattern:
      /\b(handwritten|handwriting|digits?|faces?|facial|plants?|leaf|leaves|flowers?|birds?|dogs?|cats?|clothes|clothing|fruits?|vehicles?|traffic signs?|tumou?rs?|skin lesions?|gestures?|sign language|logos?|license plates?)\b/,
    votes: { image: 1.5 },
  },
  {
    pattern:
      /\b(cnns?|convolutional|resnet\w*|vgg\d*|mobilenet\w*|efficientnet\w*|inception\w*|xception|densenet\w*|nasnet\w*|vision transformers?|vit|u-?net\w*|yolo\w*|computer vision|data augmentation|imagedatagenerator)\b/,
    votes: { image: 1.5 },
  },
  { pattern: /\b(videos?|movie clips?|video frames?)\b/, votes: { image: 2 } },
  {
    pattern:
      /\b(texts?|textual|sentences?|documents?|paragraphs?|essays?|articles?|nlp|natural language)\b/,
    votes: { text: 3 },
  },
  {
    pattern:
      /\b(reviews?|tweets?|comments?|messages?|e-?mails?|sms|headlines?|news|posts?|abstracts?|titles?|questions?|lyrics|poems?|poetry|novels?|stor(y|ies)|books?|corpus|corpora|recipes|subtitles|prompts?|transcripts?|dialogues?|conversations?|tickets|complaints|toxic\w*)\b/,
    votes: { text: 3 },
  },
  {
    pattern:
      /\b(words?|tokens?|tokeni[sz]\w*|bert|roberta|distilbert|gpt-?\d*|glove|word2vec|embeddings?|vocabulary|stop ?words|lemmati\w*|sentiments?|tf-?idf|language models?)\b/,
    votes: { text: 2 },
  },
  {
    pattern:
      /\b(audio|sounds?|speech|voices?|music\w*|songs?|wav|mp3|mfccs?|spectrograms?|acoustic|spoken|recordings?|genres?)\b/,
    votes: { audio: 2.5 },
  },
  { pattern: /\b(audio|wav|mfccs?|sound clips?|sound files?|spoken)\b/, votes: { audio: 3.5 } },
  { pattern: /\b\w+ (songs|calls|cries|noises) (by|of|from|to)\b/, votes: { audio: 4 } },
  { pattern: /\b(time[- ]?series|forecast\w*)\b/, votes: { series: 4 } },
  {
    pattern:
      /\b(stocks?|share prices?|stock market|exchange rates?|bitcoin|crypto\w*|temperatures?|weather|energy|electricity|power consumption|load|traffic volume|demand|sales)\b/,
    votes: { series: 1.5, table: 1 },
  },
  {
    pattern:
      /\b(hourly|daily|weekly|monthly|yearly|timestamps?|historical|over time|per (hour|day|week|month)|time steps?|windows? of|look-?back|seasonal\w*|trends?|lagged?|past \d+|previous \d+|last \d+)\b/,
    votes: { series: 2 },
  },
  {
    pattern:
      /\b(ecgs?|eegs?|emgs?|electrocardiogram\w*|electroencephalogra\w*|heart ?beats?|brain ?waves?|accelerometers?|gyroscopes?|vibrations?|waveforms?|seismic|signals?)\b/,
    votes: { signal: 4, table: 1 },
  },
  {
    pattern: /\b(sensors?|wearables?|inertial|sampl(ed|ing) at|human activity)\b/,
    votes: { signal: 1.5, table: 1, series: 1 },
  },
  {
    pattern:
      /\b(tabular|tables?|spreadsheets?|columns?|numeric\w*|categorical (features?|variables?|columns?|data)|dataframe|structured data)\b/,
    votes: { table: 2.5 },
  },
  {
    pattern:
      /\b(a row|numbers|csv|tsv|xlsx?|parquet|records?|rows?|features?|attributes|variables|predictors|measurements)\b/,
    votes: { table: 1.5 },
  },
  {
    pattern:
      /\b(patients?|customers?|clients?|employees?|students?|passengers?|houses?|housing|apartments?|cars?|loans?|credit|transactions?|income|demographics?|medical|clinical|age|bmi|blood|glucose|titanic|iris|wine|diabet\w*|census|insurance|salary|salaries|crops?|soil)\b/,
    votes: { table: 1.5 },
  },
  {
    pattern:
      /\b(xgb\w*|xgboost|lgbm\w*|lightgbm|catboost|random forests?|gradient boosting|logistic regression|decision trees?|svm|support vector|feature engineering|one-hot encod\w*|missing values|standardscaler|mlp|multi-?layer perceptron)\b/,
    votes: { table: 1.5 },
  },
  { pattern: /\b(npy|npz|numpy arrays?|hdf5|h5 files?)\b/, votes: { arrays: 3 } },
  {
    pattern:
      /\b(images?|photos?|pictures?|scans?|x-?rays?)\b[^.]{0,60}\b(and|with|plus|together with|as well as|combined with)\b[^.]{0,40}\b(tabular|metadata|meta-data|numeric(al)?|structured|clinical|demographic)\b/,
    votes: { mixed: 8 },
  },
  {
    pattern:
      /\b(tabular|metadata|meta-data|numeric(al)?|structured|clinical|demographic)\b[^.]{0,40}\b(and|with|plus|together with|as well as|combined with)\b[^.]{0,60}\b(images?|photos?|pictures?|scans?|x-?rays?)\b/,
    votes: { mixed: 8 },
  },
  { pattern: /\b(multi-?input|multi-?modal|two inputs)\b/, votes: { mixed: 2.5 } },
  {
    pattern:
      /\b(images?|photos?|pictures?) (and|with|plus|together with|as well as) (its|their|the|measured|other|additional) (\w+ )?(columns|measurements|attributes)\b/,
    votes: { mixed: 6 },
  },
  { pattern: /\bbranch(es)?\b/, votes: { mixed: 4 } },
  { pattern: /\b(predict\w*)\b/, votes: { table: 1, classify: 1 } },
  { pattern: /\b(recommend\w*)\b/, votes: { table: 3, regress: 3 } },
  {
    pattern:
      /\b(learning to rank|rank\w* (the )?(search )?(results?|documents?|items?|products?|candidates)|ranknet|lambda-?(rank|mart)|listwise|pairwise ranking|survival analysis|time[- ]to[- ]event|censor\w+)\b/,
    votes: { table: 4, regress: 4 },
  },
  {
    pattern:
      /\b(midi|piano rolls?|note sequences?|sequences? of notes|abc notation|(generat|compos)(e|es|ing) (\w+ )?(music|melod(y|ies)|tunes?|songs?))\b/,
    votes: { 'generate-text': 7, text: 4 },
  },
  // what is wanted
  {
    pattern:
      /\b(classif\w*|categori[sz]\w*|classes|recogni[sz]\w*|recognition|identif\w*|distinguish\w*|discriminat\w* between|diagnos\w*|tell(s|ing)? [^.]{0,40} (apart|from)|sort(s|ing)? [^.:]{0,30}( into|(?=:)))\b/,
    votes: { classify: 3 },
  },
  {
    pattern:
      /\b(whether|is it|or not|binary|multi-?class|multi-?nomial|categories|labels?|labell?ed|fraud\w*|churn\w*|spam|survive\w*|survival|default|mortality|death|presence|absence|fake|toxic\w*|positive or negative|sentiments?|type of|species|emotions?|disaster)\b/,
    votes: { classify: 1.5 },
  },
  {
    pattern: /\b(which (one )?of|(which|what) (class|category|kind|type|sort|species|variety))\b/,
    votes: { classify: 3 },
  },
  {
    pattern:
      /\b(remaining (useful )?(life|lifetime)|rul|(days|hours|cycles|time) (until|to|before) failure)\b/,
    votes: { regress: 5, table: 1 },
  },
  {
    pattern:
      /\b(detect\w*|predict\w* (the )?(class|category|label|type|species|outcome|presence|risk|disease|status))\b/,
    votes: { classify: 1.5 },
  },
  {
    pattern:
      /\b(multi-?label\w*|several (labels|subjects|topics|tags|genres)|(many|several|multiple) \w+ at once|none or several|each (is )?0 or 1|0\/1 columns|all the (labels|subjects|topics|tags|genres)|(more than one|any number of) (subject|topic)s?|more than one (label|tag|genre|class)|multiple (labels|tags|genres)|tags? (of|for) each)\b/,
    votes: { 'multi-label': 6 },
  },
  {
    pattern:
      /\b(regress\w*|continuous (value|target|variable)|real-valued|how (many|much|old|long))\b/,
    votes: { regress: 4 },
  },
  {
    pattern:
      /\b(predict\w*|estimat\w*|determin\w*|know|guess\w*)\b[^.]{0,60}\b(calories|prices?|costs?|values?|ages?|sales|amounts?|scores?|ratings?|number of|counts?|density|temperature|consumption|yields?|salar\w+|income|weights?|heights?|duration|distance|speed|strength|energy|revenue|demand|charges|popularity|progression|angles?|trajector\w+|positions?|degradation|reactivity|time to|occupancy|rates?|quantity|concentration|loss|coordinates|location)\b/,
    votes: { regress: 3 },
  },
  {
    pattern:
      /\b(prices?|costs?|mean squared error|mse|rmse|mae|mean absolute error|r2|r-squared)\b/,
    votes: { regress: 1.5 },
  },
  {
    pattern:
      /\b(key-?points?|landmarks?|density maps?|steering angles?|crowd (count\w*|density))\b/,
    votes: { regress: 5 },
  },
  {
    pattern:
      /\b(radiomics|pyradiomics|hand-?crafted features|extracted features|features extracted from)\b/,
    votes: { table: 4 },
  },
  { pattern: /\b(depth maps?|depth estimation)\b/, votes: { restore: 6 } },
  { pattern: /\b(logistic regression)\b/, votes: { regress: -4, classify: 1 } },
  {
    pattern:
      /\b(segment\w*|segmentation masks?|masks?|pixel-?wise|each pixel|per pixel|u-?net\w*|deeplab\w*|outline\w*)\b/,
    votes: { segment: 3.5 },
  },
  {
    pattern: /\b(segmentation|segment(s|ing)? [^.]{0,40}\b(in|into|from|on))\b/,
    votes: { segment: 2.5 },
  },
  {
    pattern:
      /\b((customer|market) segment\w*|segment\w* (the |our )?(customers?|clients?|users?|markets?))\b/,
    votes: { segment: -7 },
  },
  {
    pattern:
      /\b(dehaz\w*|haz(e|y)|de-?nois\w*|noise (removal|reduction)|remov\w* (the )?(noise|rain|haze|blur)|de-?blur\w*|de-?rain\w*|super-?resol\w*|coloriz\w*|colouris\w*|colorisation|in-?paint\w*|low-?light|restor(e|ation|ing)|enhanc(e|ing|ement)[^.]{0,30}images?|upscal\w*|sharpen\w*|noisy)\b/,
    votes: { restore: 6 },
  },
  {
    pattern:
      /\b(image[- ]to[- ]image|style transfer|pix2pix|cycle-?gan|turn\w* [^.]{0,40}(into|to) (photo|image|picture|painting)\w*|translat\w* (images|photos)|cleaner versions?|monet)\b/,
    votes: { restore: 7 },
  },
  {
    pattern: /\b(auto-?encod\w*|reconstruct\w*|latent|compress\w*|bottleneck)\b/,
    votes: { autoencode: 5 },
  },
  {
    pattern: /\b(gans?|dcgan|wgan\w*|generative adversarial|diffusion)\b/,
    votes: { 'generate-images': 5 },
  },
  {
    pattern: /\b(vaes?|variational auto-?encod\w*|variational)\b/,
    votes: { 'generate-images': 9 },
  },
  {
    pattern:
      /\b(generat(?:e|es|ing)|creat(?:e|es|ing)|synthesi[sz]\w*|mak\w*) (new |fake |synthetic |realistic |artificial |novel |more |[a-z]+ )?(images?|photos?|pictures?|faces|digits|artworks?|paintings|samples)\b/,
    votes: { 'generate-images': 4 },
  },
  {
    pattern:
      /\b(anomal\w*|outliers?|novelty|unusual|abnormal\w*|(on|from|of) (the )?normal( ones| data| items)?|defect-free|normal only|only normal)\b/,
    votes: { anomaly: 5 },
  },
  { pattern: /\b(captions?|captioning)\b/, votes: { caption: 6, image: 2 } },
  {
    pattern:
      /\b(describ\w* (the |what)?[^.]{0,30}(images?|pictures?|photos?)|textual descriptions?|image-to-text)\b/,
    votes: { caption: 5, image: 2 },
  },
  {
    pattern:
      /\b(ocr|optical character\w*|ctc|text lines?|(short )?(codes?|text|words?) (in|on|of|from) (each|every|the) (picture|image|photo|line)s?|captchas?|license plates?|predict characters|text from images?|read (the )?(text|characters|letters)|handwritten (text|words?|names?|lines?))\b/,
    votes: { read: 7, image: 3 },
  },
  {
    pattern:
      /\b(image search|how well (a|the|each) (text|caption|description|sentence)s? (fits?|match\w*|describes?)|(score|rank)\w* [^.]{0,30}(image|picture|photo)s? (and|against|with) (text|caption|description)s?|search images|text quer(y|ies)|image[- ]text (match\w*|retrieval)|match\w* (images?|photos?|pictures?) (to|with|and) (text|captions?|descriptions?))\b/,
    votes: { match: 8, image: 3 },
  },
  {
    pattern:
      /\b(siamese|same (person|identity|object|signer|thing|class|kind)|verif(y|ication)|one-?shot|few-?shot|contrastive|triplet|similarity|similar|duplicates?|paraphras\w*)\b/,
    votes: { same: 4 },
  },
  { pattern: /\b(siamese)\b/, votes: { same: 4 } },
  {
    pattern:
      /\b(same (meaning|question|intent)|means? the same|question[- ]pairs?|pairs? of questions|natural language inference|s?nli|mnli|entail\w*|premise\b[^.]{0,40}\bhypothesis|contradict\w*)\b/,
    votes: { same: 7, text: 3 },
  },
  {
    pattern: /\b(sentence pairs?|(pairs? of|two) (texts|sentences|documents))\b/,
    votes: { same: 5, text: 1 },
  },
  {
    pattern:
      /\b(object detection|detect\w* objects?|bounding[- ]?box\w*|locali[sz]\w*|locat(e|es|ing)|yolo\w*|faster r-?cnn|ssd|where [^.]{0,30} (is|are|stands?))\b/,
    votes: { detect: 6, image: 1 },
  },
  {
    pattern: /\b(translat\w*|machine translation|neural translation)\b/,
    votes: { translate: 6, text: 2 },
  },
  {
    pattern: /\b(seq(uence)?[- ]?(2|to)[- ]?seq(uence)?|encoder[- ]decoder)\b/,
    votes: { translate: 2, text: 1 },
  },
  { pattern: /\b(summar(y|ies)|summari[sz]\w*)\b/, votes: { summarize: 6, text: 2 } },
  {
    pattern:
      /\b(question[- ]answer\w*|answer\w* questions|chat ?bots?|dialogue|squad|conversational|respond\w*|replies)\b/,
    votes: { answer: 6, text: 2 },
  },
  {
    pattern:
      /\b(text generation|generat(?:e|es|ing|or of) (new |short |some |original |[a-z]+ )?(texts?|poems?|poetry|lyrics|stor(y|ies)|sentences|names|recipes|words|sonnets|quotes|code)|next[- ](word|character|token|letter)|language model\w*|character[- ]level|word[- ]level|writes? (like|text|poems|stories)|continue\w* (a |the )?(text|sentence|story))\b/,
    votes: { 'generate-text': 6, text: 3 },
  },
  {
    pattern:
      /\b(ner|named[- ]entit\w*|entity (recognition|tags)|part[- ]of[- ]speech|pos tag\w*|token classification|sequence (label|tag)\w*|tag\w* (each|every|the) words?|slot filling|iob|bio tags)\b/,
    votes: { tag: 8, text: 3 },
  },
  {
    pattern:
      /\b(forecast\w*|future (values?|prices?|sales|demand|trends?)|next (hour|day|week|month|year|value|step|\d+ (hours?|days?|weeks?|months?|steps?|values?))s?|ahead|price trends?|tomorrow)\b/,
    votes: { forecast: 5, series: 1 },
  },
  {
    pattern: /\b(time[- ]?series|stocks? (prices?|market)|share prices?)\b/,
    votes: { forecast: 3 },
  },
];

/** Points by which a goal is assumed where little is said, by what the data is. */
export const USUAL_GOALS: Readonly<Record<Modality, Goal>> = {
  image: 'classify',
  mixed: 'classify',
  text: 'classify',
  audio: 'classify',
  series: 'forecast',
  signal: 'classify',
  table: 'classify',
  arrays: 'classify',
};
