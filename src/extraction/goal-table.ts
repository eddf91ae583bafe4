import { ownTable } from '../core/index.ts';

/** How a requirement asks for a task. */
interface Goal {
  /** After `a model that`, `{data}` is what the program reads. */
  readonly does: string;
  /** What is predicted, before a number of classes. */
  readonly into?: string;
  /** What the data hold. */
  readonly items: string;
}

/** By the plan's category. */
export const GOALS_OF: Readonly<Record<string, Goal>> = ownTable({
  'Image Classification': { does: 'classifies images', into: 'classes', items: 'images' },
  'Image Segmentation': { does: 'segments images', items: 'images and masks' },
  'Image-to-Image': { does: 'turns images into images', items: 'pairs of images' },
  'Image Generation': { does: 'generates images', items: 'images' },
  'Image Regression': { does: 'predicts a number from an image', items: 'images' },
  'Image Captioning': { does: 'writes captions for images', items: 'images with captions' },
  'Object Detection': { does: 'detects objects in images', items: 'images with boxes' },
  'Optical Character Recognition': { does: 'reads the text in images', items: 'images of text' },
  'Multi-Label Classification': {
    does: 'assigns several labels to an image',
    into: 'labels',
    items: 'images',
  },
  'Video Classification': { does: 'classifies videos', into: 'classes', items: 'videos' },
  'Audio Classification': { does: 'classifies sounds', into: 'classes', items: 'recordings' },
  'Speech Recognition': { does: 'transcribes speech', items: 'recordings with transcripts' },
  'Text Classification': { does: 'classifies texts', into: 'classes', items: 'texts' },
  'Multi-Label Text Classification': {
    does: 'assigns several labels to a text',
    into: 'labels',
    items: 'texts',
  },
  'Text Generation': { does: 'generates text', items: 'texts' },
  'Text-to-Text': { does: 'turns one text into another', items: 'pairs of texts' },
  'Token Classification': { does: 'tags each word of a text', into: 'tags', items: 'tagged texts' },
  'Question Answering': { does: 'answers questions about a text', items: 'texts with questions' },
  'Sentence Similarity': { does: 'scores how alike two texts are', items: 'pairs of texts' },
  'Time Series Forecasting': { does: 'forecasts a time series', items: 'a time series' },
  'Time Series Classification': {
    does: 'classifies sequences of measurements',
    into: 'classes',
    items: 'sequences',
  },
  'Tabular Classification': {
    does: 'classifies the rows of a table',
    into: 'classes',
    items: 'a table',
  },
  'Tabular Regression': { does: 'predicts a number from the columns of a table', items: 'a table' },
  'Anomaly Detection': { does: 'finds anomalies', items: 'data with anomalies' },
  'Recommendation System': { does: 'recommends items to users', items: 'users and items' },
  'Reinforcement Learning': { does: 'learns to act in an environment', items: 'an environment' },
});
