import type { Term } from './term.ts';

/** What is measured, shown and explained after training; metrics that plans name come from the plan's own rows. */
export const EVALUATION_TERMS: readonly Term[] = [
  measure(
    'evaluation',
    [
      'evaluat(e|ed|ing|ion)s?( metric| its performance| the performance| the model)?',
      '(model |its )?performance( metric| evaluation)?',
      'assess(ed|ing|ment)?',
      'test(ing)? (the |its )?(model|performance)',
      'validat(e|ed|ing) (the )?model',
    ],
    /def evaluate_model/,
  ),
  measure(
    'macro average',
    ['macro( averaged?)?( f1| precision| recall)?', 'macro f1( score)?'],
    /average="macro"|macro/,
  ),
  measure(
    'weighted average',
    ['weighted (f1|average|precision|recall)( score)?'],
    /average="weighted"/,
  ),
  measure('micro average', ['micro( averaged?)?( f1| precision| recall)?'], /average="micro"/),
  measure(
    'classification report',
    [
      'classification report',
      'per class (accuracy|precision|recall|f1|metric)\\w*',
      'precision,? recall,?( and)? f1( score)?',
    ],
    /classification_report/,
  ),
  {
    ...measure('reported metric', [
      '(pr|precision recall) auc',
      'au?prc?',
      'area under( the)? (pr|precision recall)( curve)?',
      'hamming (loss|score|distance)',
      'subset accuracy',
      'exact match ratio',
      'brier( score| loss)?',
      'top [2-9] (and top [2-9] )?accurac(y|ies)',
      'bleu [1-4]( ?(to|through|-)( bleu)? [1-4])?',
      'rouge [12l]',
      'negative predictive value|npv',
      'false (positive|negative) rate|fpr|fnr',
      '(max|maximum) error',
      'mean bias error|mbe',
      'meteor( score)?',
      'matthews( correlation)?( coefficient)?',
      'bert score',
      '(pearson|spearman)( s)?( rank)?( correlation| r| rho)?( coefficient)?',
      '(label )?ranking loss',
      '(?<!\\+ ?|loss(es)? |loss function )dice(?! ?(loss|\\+|bce|as( the| a)? loss|cross|focal))( similarity)?( coefficient| score| index)?',
    ]),
    isGroup: true,
  },
  measure('confusion matrix', ['confusion matri(x|ces)'], /confusion/i),
  measure(
    'ROC curve',
    ['roc( auc)? curve', 'receiver operating( characteristic)? curve'],
    /roc_curve|RocCurve/,
  ),
  measure(
    'precision-recall curve',
    ['(pr|precision recall) curve'],
    /precision_recall_curve|PrecisionRecall/,
  ),
  measure(
    'calibration',
    ['calibrat(e|ed|ion)( curve| plot)?', 'reliability diagram'],
    /calibration/i,
  ),
  measure(
    'learning curves',
    [
      '(learning|training|loss|accuracy)( and (validation|loss|accuracy))? (curve|plot|graph|histor(y|ies))s?',
      '(plot|visuali[sz]|show|monitor|track)\\w* (the )?(training|loss|accuracy|learning)( \\p{L}+){0,3}( process| progress| history| curves?| metrics?)?',
      'training (process|progress|history|metrics)',
    ],
    /plot_curves|save_figure\([^\n]*"curves"\)/,
  ),
  measure(
    'residuals',
    [
      'residual (plot|analysis)',
      '(actual|true|real) (vs|versus|against|and) predicted( values| prices)?',
      'predicted (vs|versus|against|and) (actual|true|real)( values| prices)?',
    ],
    /residual|predicted|plot_forecasts/i,
  ),
  measure(
    'sample predictions',
    [
      '(sample|example|some) predictions?( on)?',
      '(show|display|visuali[sz]|plot)\\w* (the )?(predictions?|results?|outputs?|forecasts?|segmentations?|generated images?|sample images?|samples)',
    ],
    /show_grid|plot_\w+|print\(/,
  ),
  measure(
    'Grad-CAM',
    [
      'grad cam(\\+\\+)?',
      '(saliency|activation|heat|attention) maps?( visuali[sz]ation)?',
      'class activation( map)?',
    ],
    /plot_grad_cam\(/,
  ),
  measure(
    'explanations',
    [
      'shap( value)?',
      'lime',
      'explain(ab\\w+|ed(?! variance)|ing|s)?( ai| predictions?| the model)?',
      'interpret(ab\\w+|ed|ing|ation)?',
      'integrated gradients',
      'contrastive explanations?',
    ],
    undefined,
    [{ by: 'importance of columns by permutation', shown: /plot_importance/ }],
  ),
  measure(
    'feature importance',
    [
      'feature importances?',
      '(permutation|variable) importance',
      'most important (features?|columns?|variables?|factors?)',
    ],
    /plot_importance/,
  ),
  measure(
    'embedding plot',
    ['t sne( plot)?( of( the)? embeddings?)?', 'umap', '(plot|visuali[sz]e) (the )?embeddings?'],
    /plot_embeddings\(/,
  ),
  measure(
    'layer plot',
    [
      '(feature|filter|kernel|activation) (map )?visuali[sz]ation',
      'visuali[sz]e (the )?(filters|feature maps|activations|layers)',
      'plot model',
      'plot (of )?the model',
      'model (diagram|plot|graph)',
    ],
    /plot_model\(/,
  ),
  measure(
    'model summary',
    [
      '(model|network|layer) summary',
      'summary of the (model|network|layers)',
      'summari[sz]e the (model|network)',
    ],
    /\.summary\(/,
  ),
  measure(
    'exploration',
    [
      'eda',
      '(comprehensive |exploratory |statistical )?data (analysis|exploration|visuali[sz]ation|understanding|insights?)',
      'comprehensive analysis',
      'explor(e|ed|ing|ation|atory)( the)?( data| dataset| analysis)?',
      'analy[sz](e|ed|ing)( \\p{L}+){0,3}( data| dataset| features| trends| patterns)?',
      '(visuali[sz](e|ed|ing|ation)|plot(s|ted|ting)?|chart)( of)?( the)?( data| dataset| distribution| class distribution| trends| images| features| results?)?',
      'statistic(s|al)( analysis)?',
      'understand( \\p{L}+){0,3}( trends?| data| patterns?)?',
      'class distribution',
      'distribution( of)?( the)?( classes| labels| target)?',
    ],
    /def describe\b/,
  ),
  measure('word cloud', ['word clouds?']),
  measure(
    'baseline comparison',
    [
      'compar(e|ed|ing|ison) (it |them |this |the results? )?(with|to|against) (a |the )?(simple )?(naive|persistence|last value|majority( class)?|mean|median|constant|dummy|trivial)( (baseline|forecast|predictor|model|classifier))?',
      '(a |the )?(simple )?(naive|persistence|last value|majority( class)?|mean|median|constant|dummy|trivial) (baseline|forecast|predictor|model|classifier)',
      '(compar(e|ed|ing|ison) (it |them |this |the results? )?(with|to|against) )(a |the |some )?(simple )?baselines?( model)?',
      'baselines?( model)?',
      'benchmark(s|ed|ing)?',
    ],
    /baseline/i,
  ),
  measure('statistical test', [
    '(t|wilcoxon|mcnemar|chi square|anova)( |-)tests?',
    'significance( test)?',
    'p value',
  ]),
  measure(
    'error analysis',
    [
      'error analysis',
      'mis classified( images| examples| samples)?',
      'wrong predictions',
      'worst predictions',
    ],
    /errors|worst|mistake/i,
  ),
  measure(
    'training time',
    ['training (time|duration)', 'time (to train|of training)', 'train(ing)? (run)?time'],
    /"training_seconds"/,
  ),
  measure(
    'parameter count',
    ['parameter count', 'number of (trainable )?parameters', '(model )?parameters count'],
    /"parameters"\] = model\.count_params/,
  ),
  measure('model size', ['model (file )?size', 'size of the model'], /"model_bytes"/),
  measure('speed', [
    'inference (time|speed)',
    'latency',
    'throughput',
    'real time( inference)?',
    'efficien(t|cy) (training|inference|prediction)',
    'lightweight',
    'fast inference',
  ]),
  measure(
    'generalisation',
    ['generali[sz](e|es|ation)', 'over fit(ting|s)?', 'robust(ness)?'],
    /Dropout\(|EarlyStopping\(/,
  ),
];

function measure(
  name: string,
  heard: readonly string[],
  shown?: RegExp,
  instead?: Term['instead'],
): Term {
  return {
    kind: 'metric',
    name,
    heard,
    ...(shown === undefined ? {} : { shown }),
    ...(instead === undefined ? {} : { instead }),
  };
}

/** Several networks, one beside the other. */
export const COMPARISON_TERMS: readonly Term[] = [
  {
    kind: 'comparison',
    name: 'several models',
    heard: [
      'compar(e|es|ed|ing|ison|isons)( of| between| the| their)?( several| different| various| multiple)?( models| networks| architectures| algorithms| performance)?',
      '(several|multiple|different|various) (neural network |deep learning |machine learning |pre trained |cnn |(deep )?convolutional (neural network )?|transfer learning )?(models|networks|architectures|algorithms|classifiers)',
      'both (models|networks|architectures)',
    ],
    // A Siamese network compares its items, whatever else is compared.
    shown: ({ code, record }) =>
      /\bcompare_(?:models|numbers|forecasts|networks)\(/.test(code) ||
      record.data?.target === 'same',
    why: 'a project trains one network; make a project for each and compare their metrics.json',
  },
];

/** What a project leaves behind, and where it is used. */
export const ARTEFACT_TERMS: readonly Term[] = [
  artefact(
    'submission file',
    ['(kaggle )?submission( file| csv)?', 'submit(s|ted|ting)?( the)?( predictions| results)?'],
    /TEST_FILE = "/,
  ),
  artefact(
    'predictions',
    [
      '(make|mak|generat|get|produc|perform|use|us)(e|es|ed|ing)?( for| the)?( final)? predictions?( on)?( the| new| unseen)?( test)?( set| data| images| samples)?',
      'predict(s|ing)? (on )?(the )?(test|new|unseen)( set| data| images| samples| dataset)?',
      'predictions? (on|for) (the )?(test|new|unseen)\\w*',
      'infer(ence)?( pipeline| function| script)?',
      'used for predictions?',
    ],
    /def predict_items/,
  ),
  artefact(
    'saved model',
    [
      'sav(e|ed|es|ing) (the )?(trained |final )?(model|weights)',
      '(model|weights) (saving|export|file)',
      'load (the )?(saved|trained) model',
      'serializ\\w+',
    ],
    /\.keras"|model\.save/,
  ),
  {
    ...artefact(
      'HDF5 model',
      [
        '(sav|export|stor|writ)\\w* (the |a |an |my |trained |best |final |resulting ){0,4}(model|network|weights|it) (as |in |to |into |an |a |the ){1,3}\\.?(h5|hdf5)( model| file| format)?',
        '(model|network|weights) (is |are |should be |to be |as )?(saved|exported|stored|written) (as |in |to |into |an |a |the ){1,3}\\.?(h5|hdf5)( file| format)?',
        '(save|export) (as |to )(an |a )?\\.?(h5|hdf5)( model| file| format)?',
        '\\.?(h5|hdf5) (model|weights)',
        'saved model( format)?',
      ],
      undefined,
      [{ by: 'a model in the .keras format', shown: /\.keras"/ }],
    ),
    isGroup: true,
  },
  artefact('ONNX model', ['onnx( model| format| export| file)?'], undefined, [
    { by: 'a model in the .keras format', shown: /\.keras"/ },
  ]),
  artefact(
    'TensorFlow Lite',
    ['tf lite( model| file)?', 'tensorflow lite( model| file)?'],
    /write_lite\(/,
  ),
  artefact('a model for devices', [
    'tensor rt',
    'core ml',
    'tf js',
    'tensorflow js',
    'mobile (app|device|deployment)\\w*',
    'edge device',
    'raspberry pi',
  ]),
  artefact('web service', [
    'flask',
    'fast api',
    'streamlit',
    'gradio',
    'django',
    'rest( api)?',
    'web (app|application|service|interface)',
    'deploy(ed|ing|ment|s)?( the model)?',
    'docker( container)?',
    'api endpoint',
    'user interface',
    'gui',
    'dashboard',
    'telegram bot',
    'chat bot interface',
  ]),
  artefact(
    'TensorBoard',
    ['tensor board( log)?', 'wandb', 'weights (and|&) biases', 'ml flow', 'comet', 'neptune'],
    /TensorBoard\(/,
    [{ by: 'history.csv and learning curves', shown: /CSVLogger\(/ }],
  ),
  artefact('notebook', ['(jupyter |kaggle |colab )?notebook'], () => true),
  artefact(
    'demonstration',
    ['demo(nstration|nstrate|nstrates)?( version)?', 'tutorial'],
    /def predict_items/,
  ),
  artefact(
    'search',
    ['(image |semantic |text )?search( system| engine)?', 'retriev(al|e|ing)( system)?'],
    /def predict_items/,
  ),
];

function artefact(
  name: string,
  heard: readonly string[],
  shown?: Term['shown'],
  instead?: Term['instead'],
): Term {
  return {
    kind: 'artefact',
    name,
    heard,
    ...(shown === undefined ? {} : { shown }),
    ...(instead === undefined ? {} : { instead }),
  };
}
