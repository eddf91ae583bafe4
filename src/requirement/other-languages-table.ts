import { lazyExpression } from '../core/index.ts';

/**
 * Words that decide a task, in the languages in which requirements are met besides English, by their stems: read as the English
 * word. No stem begins another English word.
 */
const STEMS: readonly (readonly [english: string, stems: string])[] = [
  [
    'classify',
    'klassifizier einordn einteil clasifica classifie classificare sınıfland siniflandir',
  ],
  ['predict', 'vorhersag voraussag vorherzusag vorauszusag prédi prévoi predecir prever tahmin'],
  ['forecast', 'prognose prognostizier pronostic öngör'],
  ['detect', 'erkenn détect detectar rilevare algıla tespit'],
  ['estimate', 'schätz estimer estimar stimare'],
  ['translate', 'übersetz uebersetz traduire traduis traducir tradurre traduzir çevir'],
  ['summarize', 'zusammenfass zusammenzufass résume resumir riassum özetle'],
  ['segment', 'segmentier bölütle'],
  ['generate', 'erzeug generier générer generar üret'],
  ['images', 'bilder fotografi imágenes imagenes immagini imagens görüntü resim fotoğraf'],
  ['texts', 'textos texten testo metin'],
  ['reviews', 'rezension produktbewertung reseña resena recension yorum avaliaç'],
  ['sentiment', 'stimmung sentimient duygu'],
  ['customers', 'kunden clientes clienti müşteri'],
  ['churn', 'abwander abgewander kündig'],
  ['anomalies', 'anomalie ausreißer anomalía'],
  ['sounds', 'geräusch klänge sonidos suoni'],
  ['time series', 'zeitreihe'],
  ['table', 'tabelle tabella'],
  ['layers', 'schichten schicht capas'],
  ['hidden', 'versteckt verborgen oculta'],
  ['neurons', 'neuronen neurones neuronas'],
  ['epochs', 'epochen epoche épocas époques'],
  ['learning rate', 'lernrate'],
  ['batch size', 'batchgröße batchgrösse stapelgröße'],
  ['network', 'netzwerk réseau'],
  ['one', 'eine einer einem'],
  ['two', 'zwei deux'],
  ['three', 'drei trois'],
  ['positive', 'positiv olumlu'],
  ['negative', 'negativ olumsuz'],
];
/** The English words among those that a stem begins. */
const ENGLISH = /^(positive|negative)(ly|s)?$|^anomalies$/u;

const WORDS = STEMS.map(([english, stems]) => ({
  english,
  pattern: lazyExpression(`(?<!\\p{L})(?:${stems.replaceAll(' ', '|')})\\p{L}*`, 'gu'),
}));

/** Lower-case text with such words in English: `bilder klassifizieren` -> `images classify`. */
export function inEnglish(text: string): string {
  return WORDS.reduce(
    (rest, { english, pattern }) =>
      rest.replace(pattern(rest), (word) => (ENGLISH.test(word) ? word : english)),
    text,
  );
}
