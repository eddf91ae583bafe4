/** Words of a requirement that decide between readings of the same data. */
export const WANTS = {
  classify:
    /\b(classif\w*|categori[sz]\w*|recogni[sz]\w*|detect whether|distinguish|sentiment|diagnos\w*|predict whether|which class)\b/i,
  number:
    /\b(regress\w*|estimat\w*|how (much|many)|continuous|predict\w* (the )?(\w+ ){0,3}(price|prices|cost|costs|amount|value|values|sales|salary|age|score|temperature|demand|consumption|count|number|quantity|density|strength|rate|income|revenue|progression)s?)\b/i,
  forecast:
    /\b(forecast\w*|time[- ]series|predict\w* (the )?(\w+ ){0,4}(future|next|tomorrow\w*|ahead)|look[- ]?back|tomorrow\w*|next (\d+ )?(minute|hour|day|week|month|quarter|year|step|value)s?|(price|demand|sales|stock|load)\w* (trends?|over time)|stock prices?)\b/i,
  recommend: /\b(recommend\w*|collaborative filtering|matrix factori[sz]ation)\b/i,
  anomaly: /\b(anomal\w*|outliers?|novelty|unusual)\b/i,
  segment:
    /\b(segment\w*|per[- ]pixel|each pixel|pixel[- ]wise|(binary|predict\w*|generat\w*) masks?)\b/i,
  restore:
    /\b(autoencod\w*|auto-encod\w*|denois\w*|dehaz\w*|deblur\w*|super[- ]?resol\w*|restor\w*|enhanc\w* (the )?(quality of )?(low|dark|images?|photo\w*|resolution)|inpaint\w*|coloriz\w*|colouri[sz]\w*|reconstruct\w*|compress\w*|image[- ]to[- ]image|remove (noise|haze|blur|rain)|style transfer)\b/i,
  sample:
    /\b((dc|w|c|cycle|style|ac|sr|info)?gans?|generative|vae|variational|diffusion|(generates?|synthesi[sz]es?|creates?|makes?|produces?) (new |synthetic |fake |realistic |artificial )*(\w+ )?(images?|faces|pictures|samples|digits|art\w*|photos))\b/i,
  conditional: /\b(conditional|class labels?|based on (the )?(class|label)\w*|cgan|acgan)\b/i,
  same: /\b(siamese|same (person|class|item|identity)|verif(y|ication)|contrastive|triplet|similarity between|one[- ]shot|few[- ]shot)\b/i,
  match:
    /\b(image(-| )text|text(-| )(to|2)(-| )image (search|retrieval)|image search|retriev\w*|match\w* (images?|text)|text quer\w+|text (fits|matches|belongs)|how well .{0,40}(fits?|match\w*))\b/i,
  ocr: /\b(ocr|ctc|optical character|captchas?|licen[cs]e plates?|handwrit\w* (text|words|lines)|read (the |short |each )*(text|code|word|number|plate|line)s?)\b/i,
  caption: /\b(caption\w*|descriptions? (for|of) (the )?images?|describe (the )?images?)\b/i,
  box: /\b(bounding box\w*|object detection|detect (and )?(locali[sz]e|objects?)|locali[sz]\w*)\b/i,
  relate:
    /\b(same (meaning|question|intent|thing|topic)|mean(s|ing)? the same|duplicate\w*|paraphras\w*|entail\w*|contradict\w*|natural language inference|nli|premise\b[^.]{0,40}\bhypothesis|semantic(ally)? (\w+ )?(similar\w*|equivalen\w*)|(two|pairs? of|both) (\w+ )?(questions|sentences|texts|phrases|titles|statements|headlines|documents)|(question|sentence|text)[- ]pairs?)\b/i,
  pairs:
    /\b(translat\w*|summari[sz]\w*|summary|question[- ]answer\w*|seq(uence)?[- ]?(to|2)[- ]?seq(uence)?|chat ?bots?|paraphras\w*|headline generation|dialog\w*)\b/i,
  tags: /\b(named[- ]entit\w*|ner|part[- ]of[- ]speech|pos tag\w*|sequence (tagging|label\w*)|tag (each|every) word|token classification)\b/i,
  text: /\b(text\w*|reviews?|tweets?|sentiment|nlp|comments?|e-?mails?|sms|spam|messages?|news|articles?|essays?|headlines?|documents?|posts?|sarcas\w*|hate speech|toxic\w*)\b/i,
  signal:
    /\b(ecg|eeg|emg|ekg|signals?|waveforms?|heart ?beats?|spectr(a|um|al|oscop\w*)|accelerometer\w*|vibration\w*|sensor readings?)\b/i,
  labels:
    /\b(multi[- ]?label\w*|several labels|multiple labels|all (the |its |of the )?(faults|subjects|topics|genres|diseases|conditions|labels|classes)|several \w+ at (once|the same time)|(can|may) have several|tags)\b/i,
  joint:
    /\b(multi[- ]?input|multi[- ]?modal|combin\w* (the )?(images?|\w+ data)|metadata|tabular (data )?(and|with|plus) images?|images? (and|with|plus|together with) (the )?(tabular|other|metadata|features|columns|table|numeric\w*|structured)|both (the )?images? and|(images?|photos?|pictures?)\b.{0,24}\b(and|with|plus)\b.{0,24}\b(columns?|measure\w*|attributes|characteristics))\b/i,
} as const satisfies Record<string, RegExp>;

export type Want = keyof typeof WANTS;

/** What the requirement's words ask for. */
export type Wants = Readonly<Record<Want, boolean>>;

export function readWants(requirement: string): Wants {
  return Object.fromEntries(
    Object.entries(WANTS).map(([want, pattern]) => [want, pattern.test(requirement)]),
  ) as Record<Want, boolean>;
}
