import { isBackbone } from '../plan/index.ts';
import type { DataFacts, ExtractedPlan } from './extracted.ts';
import { GOALS_OF } from './goal-table.ts';
import { shapeText, stepsInWords } from './to-plan.ts';

/** What a notebook says of itself; taken for what it is about, never word for word. */
export interface ProgramContext {
  readonly title: string | null;
  readonly headings: readonly string[];
}

export interface DescribedProgram {
  /** What a user would ask for to get such a program. */
  readonly requirement: string;
  /** What that user would say of the data; "Dataset Attributes" of the paper. */
  readonly attributes: string;
}

/**
 * A requirement and dataset attributes written anew from what a program states: goal, data, columns, labels, network and
 * training. Of title and headings at most `MOST_TOPIC` words that name the subject are taken; columns and classes are names.
 *
 * Paper: IV-D, where a language model writes both.
 */
export function describeProgram(
  extracted: ExtractedPlan,
  context: ProgramContext,
): DescribedProgram {
  return {
    requirement: [
      goalSentence(extracted, topicOf(context, extracted.facts)),
      trainingSentence(extracted),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    attributes: [
      dataSentence(extracted),
      classSentence(extracted.facts),
      columnSentence(extracted.facts),
      stepSentence(extracted),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  };
}

const MOST_TOPIC = 4;
/** Words of titles that tell nothing of the subject. */
const GENERIC =
  /^(?:an?|the|and|or|of|for|in|on|to|with|using|by|from|via|at|is|are|my|our|your|how|what|this|that|it|its|into|vs|part|chapter|lesson|week|day|lab|exercise|solution|answer|video|final|version|v\d*|new|simple|easy|basic|quick|complete|beginner|guide|intro|introduction|tutorial|notebook|kernel|starter|baseline|project|milestone|competition|kaggle|colab|jupyter|submission|eda|analysis|exploratory|data|dataset|set|deep|machine|learning|neural|networks?|nets?|models?|modell?ing|training|train|test|inference|prediction|predict|predicting|classification|classifier|classify|regression|detection|recognition|segmentation|forecasting|keras|tensorflow|tf|python|pytorch|sklearn|scikit|pandas|numpy|cnns?|rnns?|lstms?|grus?|gans?|dnn|ann|mlp|transformers?|bert|vgg\d*|resnet\d*|efficientnet\w*|acc|accuracy|score|lb|auc|top|best|step|code|example|overview|copyright|licensed|setup|table|contents|imports?|libraries|authors?|about|install\w*|download\w*|config\w*|getting|started|practices?|real|world|exploring|transfer|fine-tuning|features?|extraction|solutions|architectures?|modern|building|pre-?processing|embeddings?|helper|functions?|load\w*|prepar\w*)$/i;

/** The subject of a program by the title, the dataset's name or a heading, the first that has one: a few words that are not of the field. */
function topicOf({ title, headings }: ProgramContext, { sources }: DataFacts): string {
  const names = sources.map((source) => source.replace(/[-_]+/g, ' '));
  for (const text of [title ?? '', ...names.slice(0, 1), ...headings.slice(0, 3)]) {
    const plain = text.replace(/<[^>]*>|https?:\S+|`[^`]*`|\[|\]|\([^)]*\)/g, ' ');
    const words = plain.match(/[\p{L}][\p{L}\p{N}-]+/gu) ?? [];
    const kept = words.filter((word) => word.length > 2 && word.length < 24 && !GENERIC.test(word));
    if (kept.length > 0 && words.length <= 16)
      return kept.slice(0, MOST_TOPIC).join(' ').toLowerCase();
  }
  return '';
}

function goalSentence(extracted: ExtractedPlan, topic: string): string {
  const { category, facts, output } = extracted;
  const goal = category === null ? undefined : GOALS_OF[category.value];
  const does = goal?.does ?? 'learns from the data';
  const count = facts.classCount ?? output?.value.units ?? null;
  const into =
    goal?.into === undefined || count === null || count < 2 ? '' : ` into ${count} ${goal.into}`;
  const target = facts.targets[0] === undefined ? '' : `, with ${facts.targets[0]} as the target`;
  const about = topic === '' ? '' : ` (subject: ${topic})`;
  return `I want to build ${networkWords(extracted)} that ${does}${into}${target}${about}.`;
}

/** Networks that libraries load. */
const PRETRAINED =
  /^(?:KerasLayer|Backbone|\w*(?:Bert|GPT|Roberta|T5|Electra|Albert)\w*|AutoModel\w*|CausalLM|load_model)$/;

/** `a convolutional network on top of VGG16`. */
function networkWords({ layerNames }: ExtractedPlan): string {
  const backbone = layerNames.find((name) => isBackbone(name));
  if (backbone !== undefined) return `a model on top of ${backbone}`;
  const has = (pattern: RegExp): boolean => layerNames.some((name) => pattern.test(name));
  if (has(PRETRAINED)) return 'a model on top of a pretrained network';
  const convolutional = has(/Conv\dD/) && !has(/ConvLSTM/);
  const kinds = [
    ...(has(/MultiHeadAttention|^Attention/) ? ['attention'] : []),
    ...(convolutional ? ['convolutional'] : []),
    ...(has(/Bidirectional/)
      ? ['bidirectional recurrent']
      : has(/LSTM|GRU|RNN/)
        ? ['recurrent']
        : []),
  ];
  const kind = kinds.length === 0 ? 'dense' : kinds.join(' and ');
  if (layerNames.length === 0) return 'a neural network';
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} network`;
}

function trainingSentence(extracted: ExtractedPlan): string {
  const { optimizer, loss, metrics, epochs, batchSize, learningRate } = extracted;
  const parts = [
    optimizer === null ? '' : `the ${optimizer.value} optimizer`,
    learningRate === null ? '' : `a learning rate of ${learningRate.value}`,
    loss === null ? '' : `${loss.value.replaceAll('_', ' ')} as the loss`,
    batchSize === null ? '' : `batches of ${batchSize.value}`,
    epochs === null ? '' : `${epochs.value} ${epochs.value === 1 ? 'epoch' : 'epochs'}`,
  ].filter((part) => part !== '');
  const measured =
    metrics === null ? '' : ` and measure ${metrics.value.join(', ').replaceAll('_', ' ')}`;
  return parts.length === 0 ? '' : `Train it with ${parts.join(', ')}${measured}.`;
}

function dataSentence({ category, facts, input }: ExtractedPlan): string {
  const goal = category === null ? undefined : GOALS_OF[category.value];
  const items = goal?.items ?? 'data';
  const formats = facts.formats.length === 0 ? '' : `, read from ${facts.formats.join(', ')} files`;
  const shapes = (input?.value ?? []).filter((shape) => shape.length > 0).map(shapeText);
  const shape =
    shapes.length === 0 ? '' : ` The network takes inputs of shape ${shapes.join(' and ')}.`;
  return `The dataset consists of ${items}${formats}.${shape}`;
}

const MOST_LISTED = 12;

function classSentence({ classNames, classCount }: DataFacts): string {
  if (classNames.length > 1)
    return `There are ${classNames.length} classes: ${listed(classNames)}.`;
  return classCount === null ? '' : `There are ${classCount} classes.`;
}

function columnSentence({ columns, targets }: DataFacts): string {
  const others = columns.filter((column) => !targets.includes(column));
  const sentences = [
    others.length === 0 ? '' : `Columns that are used: ${listed(others)}.`,
    targets.length === 0 ? '' : `The target is ${listed(targets)}.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).join(', ');
  return names.length > MOST_LISTED ? `${shown} and ${names.length - MOST_LISTED} more` : shown;
}

function stepSentence({ preprocess }: ExtractedPlan): string {
  const steps = preprocess.map(({ value }) => value);
  return steps.length === 0 ? '' : `Preparation: ${stepsInWords(steps).toLowerCase()}.`;
}
