import { findFacts } from './data-facts.ts';
import type { Extracted, ExtractedPlan } from './extracted.ts';
import { interpret, runUncalled } from './interpret.ts';
import { networkFields } from './network-fields.ts';
import { findSteps } from './preprocess.ts';
import { readSource } from './read-source.ts';
import { categoryOf } from './task-category.ts';
import { trainingFields } from './training-fields.ts';
import { findTrained } from './training.ts';

/** Functions that may make or train the model where the program's own statements do not. */
const BUILDS =
  /\b(?:Sequential|Model|Input|Dense)\s*\(|\.(?:compile|fit|fit_generator)\s*\(|\bkeras\b/;
/** A source that does not parse as a whole is read in pieces. */
const IN_PIECES = 0.85;

/**
 * Reads a program's solution plan by syntax and data flow, without running it: task, shapes, preprocessing, layers in order,
 * optimizer, loss, learning rate, batch size, epochs and metrics, each with its line and confidence. Of several models it is
 * that which is fitted last; `model` says so. Paper: III-B (solution plan), IV-D (plans of notebooks).
 *
 * Never throws; time and memory are bounded (`LIMITS`). Lines of the shell and IPython's commands are no program.
 */
export function extractPlan(source: string): ExtractedPlan {
  const read = readSource(source);
  const machine = interpret(read);
  if (findTrained(machine).chosen !== 'fitted last')
    runUncalled(machine, (node) => BUILDS.test(node.text));
  const trained = findTrained(machine);
  const network = networkFields(machine, trained);
  const training = trainingFields(machine, trained);
  const facts = findFacts(
    machine,
    trained.layers,
    network.input?.value ?? [],
    network.output?.value ?? null,
  );
  const category = categoryOf(machine, trained, facts, {
    ...network,
    loss: training.loss,
    metrics: training.metrics,
  });
  const weigh = <T>(field: Extracted<T> | null): Extracted<T> | null =>
    field === null
      ? null
      : {
          ...field,
          confidence: Number((field.confidence * (read.isWhole ? 1 : IN_PIECES)).toFixed(3)),
        };
  return {
    category: weigh(category),
    input: weigh(network.input),
    output: weigh(network.output),
    preprocess: findSteps(machine).flatMap((step) => weigh(step) ?? []),
    layers: weigh(network.layers),
    layerNames: network.layerNames,
    optimizer: weigh(training.optimizer),
    optimizerArguments: training.optimizerArguments,
    loss: weigh(training.loss),
    fromLogits: weigh(training.fromLogits),
    learningRate: weigh(training.learningRate),
    schedule: weigh(training.schedule),
    batchSize: weigh(training.batchSize),
    epochs: weigh(training.epochs),
    metrics: weigh(training.metrics),
    model: { chosen: trained.chosen, among: trained.count },
    facts,
    isWhole: read.isWhole,
  };
}
