import type { Goal } from '../artifacts/index.ts';

/** What is asked for by each goal, and how data must lie on disk for it. */
export const GOAL_WORDS: Readonly<Record<Goal, readonly [asked: string, layout: string]>> = {
  classify: [
    'classification',
    'a column of classes, or a folder of files for each of two or more classes',
  ],
  'multi-label': [
    'several labels an item',
    'a column of 0 and 1 for each label, or one column of labels with a mark between them',
  ],
  regress: ['a number to be predicted', 'a column of numbers'],
  segment: ['segmentation', 'a folder of images and a folder of masks with the same file names'],
  restore: [
    'images made from images',
    'two folders with the same file names: input images and target images',
  ],
  autoencode: ['reconstruction', 'a folder of images, or a table of number columns'],
  'generate-images': ['new images', 'a folder of images'],
  anomaly: ['anomalies to be found', 'a table, a series or a folder of images'],
  caption: [
    'captions',
    'a folder of images and a table with a column of file names and one of captions',
  ],
  read: [
    'text to be read from images',
    'a folder of images and a table with a column of file names and one of their text',
  ],
  match: [
    'images and texts to be matched',
    'a folder of images and a table with a column of file names and one of texts',
  ],
  same: [
    'pairs to be compared',
    'a folder of files for each class, or a table with two columns of texts and the class of the pair',
  ],
  detect: [
    'objects to be located',
    'a folder of images and their boxes: a table with columns x_min, y_min, x_max and y_max, COCO, Pascal VOC or YOLO files',
  ],
  translate: ['translation', 'a table with a column of source texts and one of target texts'],
  summarize: ['summaries', 'a table with a column of texts and one of their summaries'],
  answer: ['answers', 'a table with a column of questions and one of answers'],
  'generate-text': ['text to be written', 'one or more .txt files'],
  tag: ['tags for words', 'a table with a word a row: columns sentence, word and tag'],
  forecast: [
    'a forecast',
    'a table with a row for each step of time: a column of dates and one or more columns of numbers',
  ],
};
