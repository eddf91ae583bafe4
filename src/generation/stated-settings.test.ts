import { expect, test } from 'vitest';
import { makeStated } from '../../tests/programs/make-stated.ts';
import { sweep } from '../../tests/sweep.ts';

/** The code of a project, and `name: words` of the asks that are not done. */
async function make(text: string): Promise<{ code: string; open: readonly string[] }> {
  const { code, asked } = await makeStated(text);
  const open = asked
    .filter(({ status }) => status !== 'done')
    // Which column is predicted is not known without data.
    .filter(({ kind }) => kind !== 'task')
    .map(({ name, words }) => `${name}: ${words}`);
  return { code, open };
}

/** What is asked, all of which is done, and what the code has then. */
const DONE: readonly (readonly [text: string, code: readonly (string | RegExp)[]])[] = [
  [
    'Generate new anime faces of 32x32 pixels from a folder of images with a Wasserstein GAN with gradient penalty.',
    [
      /^ {4}model = WassersteinNetwork\(/m,
      'class WassersteinNetwork(AdversarialNetwork)',
      'layers.Dense(1)(features)',
    ],
  ],
  [
    'Siamese network to verify signatures in a folder per person; contrastive loss with margin 0.8.',
    [/^MARGIN = 0\.8$/m],
  ],
  [
    'Classify the rows of a table: an autoencoder of normal rows only, 12 numeric columns, bottleneck of 3, finds anomalies.',
    [/^HIDDEN_UNITS = \(32, 3, 32\)$/m],
  ],
  [
    'Train neural collaborative filtering on MovieLens ratings with an embedding size of 50.',
    [/^EMBEDDING_UNITS = 50$/m],
  ],
  [
    'Identify the language of a text (20 languages) with a character level CNN, texts in a table, max length 140.',
    ['"split": "character"', /^SEQUENCE_LENGTH = 140$/m],
  ],
  [
    'Forecast sales of each shop for the next 14 days with N-BEATS and compare it with an LSTM; daily values in sales.csv.',
    ['def build_lstm(', 'compare_networks(', 'forecast_block('],
  ],
  [
    'Classify rows of a table with two hidden layers of 24 and 12 units, tanh activation, L2 regularisation of 0.003.',
    [/kernel_regularizer=keras\.regularizers\.L2\(0\.003\)/],
  ],
  // Transformers and recurrent encoder-decoders for texts.
  [
    'Translate sentences with a Transformer: 4 heads, embedding 256, feed-forward 512, 2 encoder layers and 3 decoder layers; pairs in a tab separated file deu.txt; vocabulary of 15000 and sequence length 20; report BLEU.',
    [
      /^HEADS = 4$/m,
      /^EMBEDDING_UNITS = 256$/m,
      /^FEED_FORWARD_UNITS = 512$/m,
      /^ENCODER_BLOCKS = 2$/m,
      /^DECODER_BLOCKS = 3$/m,
      /^TABLE_FILE = "deu.txt"$/m,
      /^VOCABULARY_SIZE = 15_?000$/m,
      /^SOURCE_LENGTH = 20$/m,
      /^TARGET_LENGTH = 20$/m,
    ],
  ],
  [
    'Summarise news articles with a Transformer encoder-decoder; 3 transformer blocks, 4 attention heads, feed-forward network of 256 units; articles are cut to 150 words and summaries of at most 25 words.',
    [
      /^ENCODER_BLOCKS = 3$/m,
      /^DECODER_BLOCKS = 3$/m,
      /^HEADS = 4$/m,
      /^FEED_FORWARD_UNITS = 256$/m,
      /^SOURCE_LENGTH = 150$/m,
      /^TARGET_LENGTH = 25$/m,
    ],
  ],
  [
    'Build a transformer for machine translation with d_model 64, num_heads=2, dff 128 and 2 layers each in the encoder and the decoder, dropout 0.2.',
    [
      /^EMBEDDING_UNITS = 64$/m,
      /^HEADS = 2$/m,
      /^FEED_FORWARD_UNITS = 128$/m,
      /^ENCODER_BLOCKS = 2$/m,
      /^DECODER_BLOCKS = 2$/m,
      /^DROPOUT_RATE = 0\.2$/m,
    ],
  ],
  [
    'Sentiment of reviews.csv with a transformer: 8 heads, feed forward dimension 64, 2 transformer blocks, embedding dimension 32, max length 100.',
    [/heads=8, dense_units=64/, /TokenAndPositionEmbedding\([^()]*, 32, /],
  ],
  [
    'Machine translation with a seq2seq LSTM of 256 units without attention, 128-dimensional embeddings.',
    [
      /_, \*states = RECURRENT\(RECURRENT_UNITS, return_state=True\)/,
      /Dropout\(DROPOUT_RATE\)\(decoded\)/,
    ],
  ],
  [
    'Neural machine translation with a GRU encoder-decoder and Bahdanau attention, units 512.',
    [/AdditiveAttention\(\)\(\[decoded, encoded\]\)/, /^RECURRENT_UNITS = 512$/m],
  ],
  [
    'Sentence translation: LSTM encoder-decoder with Luong attention, embedding dimension 256.',
    [/layers\.Attention\(\)\(\[decoded, encoded\]\)/, /^EMBEDDING_UNITS = 256$/m],
  ],
  // Arguments of optimizers.
  [
    'DCGAN on faces of 64x64 pixels in a folder, Adam with beta_1 0.5 and lr 0.0002, 50 epochs.',
    [/Adam\(\s*learning_rate, beta_1=0\.5\)/],
  ],
  [
    'Predict churn from customers.csv with an MLP, SGD with momentum 0.9 and Nesterov, weight decay of 5e-4, learning rate 0.01.',
    [/SGD\(\s*learning_rate, momentum=0\.9, nesterov=True, weight_decay=0\.0005/],
  ],
  [
    'Classify photos in class folders into 4 classes with a CNN; Adam (beta1=0.9, beta2=0.98, epsilon=1e-9) and clipvalue 0.5.',
    [/Adam\(\s*learning_rate, beta_1=0\.9, beta_2=0\.98, epsilon=1e-9, clipvalue=0\.5/],
  ],
  [
    'Predict house prices from a CSV table with a neural network, Adam with betas (0.8, 0.99) and AMSGrad.',
    [/Adam\(\s*learning_rate, beta_1=0\.8, beta_2=0\.99, amsgrad=True/],
  ],
  [
    'Predict churn from customers.csv with an MLP, RMSprop with rho 0.8, momentum of 0.5, gradients clipped to norm 1.',
    [/RMSprop\(\s*learning_rate, rho=0\.8, momentum=0\.5, clipnorm=1/],
  ],
  [
    'Sentiment of reviews.csv with an LSTM; SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True).',
    [/InverseTimeDecay\(learning_rate, 1, 0\.000001\)/, /momentum=0\.9,\s*nesterov=True/],
  ],
  [
    'Classify photos in class folders into 4 classes with a CNN, SGD with momentum.',
    [/SGD\(\s*learning_rate, momentum=0\.9\)/],
  ],
  // Metrics.
  [
    'Predict house prices, a number, from a table with an MLP; report RMSE, MAE, MAPE, sMAPE, RMSLE, explained variance, median absolute error, max error, Spearman correlation and R2.',
    [
      '"root_mean_squared_error": float(np.sqrt(np.mean((truth - found) ** 2)))',
      '"mean_absolute_percentage_error": float(percentage_error(truth, found))',
      '"symmetric_mean_absolute_percentage_error": float(symmetric_percentage_error(truth, found))',
      '"root_mean_squared_log_error": ',
      '"explained_variance": ',
      '"median_absolute_error": ',
      '"largest_error": ',
      '"spearman_correlation": ',
      '"r2": ',
      'details |= measure_stated(truth, ',
    ],
  ],
  [
    "Predict whether a customer churns (yes or no) from a csv table with an MLP: ROC AUC, PR AUC, MCC, Cohen's kappa, specificity, precision, recall, weighted F1, balanced accuracy, training time and number of parameters.",
    [
      '"roc_auc": ',
      '"average_precision": ',
      '"matthews_correlation": ',
      '"cohen_kappa": ',
      '"specificity": ',
      '"precision": ',
      '"recall": ',
      '"weighted_f1": ',
      '"balanced_accuracy": ',
      '["training_seconds"] = ',
      '["parameters"] = model.count_params()',
    ],
  ],
  [
    'Classify photos in class folders into 4 classes with a CNN; top-3 accuracy, ROC AUC, macro precision, micro F1, quadratic weighted kappa; plot the training history.',
    [
      '"top_3_accuracy": ',
      '"macro_roc_auc": ',
      '"macro_precision": ',
      '"micro_f1": ',
      '"quadratic_weighted_kappa": ',
    ],
  ],
  [
    'Classify texts with labels in a csv, several labels each: Hamming loss, micro F1, subset accuracy, Jaccard score.',
    ['"hamming_loss": ', '"micro_f1": ', '"exact_match": ', '"jaccard": '],
  ],
  [
    'Segment cells from the background with a U-Net: IoU, Dice coefficient, pixel accuracy, precision and recall; plot accuracy and loss curves.',
    ['"mean_dice": ', '"precision": ', '"recall": '],
  ],
  [
    'Forecast the hourly load with an LSTM: RMSE, MAE, MAPE, R2; plot the loss curves.',
    ['"mean_absolute_percentage_error": ', '"r2": '],
  ],
  [
    'Machine translation with a GRU: BLEU-1 to BLEU-4, ROUGE-L and perplexity.',
    [
      '"bleu_1": ',
      '"bleu_2": ',
      '"bleu_4": ',
      '"rouge_l": float(rouge_longest(texts, truths))',
      'details["perplexity"] = measure_perplexity(',
    ],
  ],
  // Thresholds.
  [
    'Classify texts with labels in a csv, several labels each, threshold .4.',
    [/^THRESHOLD = 0\.4$/m],
  ],
  [
    'Predict whether a customer churns (yes or no) from a csv table with an MLP and a decision threshold of 0.3.',
    [/> 0\.3\b/],
  ],
  // Audio features.
  [
    'Classify music genres of wav files in class folders: 20 MFCCs, 2 second clips, CNN, sample rate 22050, hop length 512, n_fft=2048.',
    [
      /^COEFFICIENTS = 20$/m,
      /^FRAME_STEP = 512$/m,
      /^FFT_LENGTH = 2048$/m,
      /^SAMPLE_RATE = 22_?050$/m,
      'return MelCoefficients(',
    ],
  ],
  [
    'Classify spoken words in class folders of wav files: mel spectrograms with 40 bands, hop of 128, sampling rate of 8 kHz, cut to 3 seconds, CNN.',
    [/^MEL_BINS = 40$/m, /^FRAME_STEP = 128$/m, /^SAMPLE_RATE = 8_?000$/m, /^CLIP_SECONDS = 3$/m],
  ],
  [
    'Urban sounds, wav files in class folders, 13 mel-frequency cepstral coefficients and an LSTM, 4-second clips.',
    [/^COEFFICIENTS = 13$/m, /^CLIP_SECONDS = 4$/m],
  ],
  // How texts and images are written.
  [
    'Character-level text generation with a GRU of 64 units from a txt file, sequences of 100 characters, temperature 0.8, top-k sampling with k=5, generate 1000 characters, seed text "ROMEO:".',
    [
      'return list(text)',
      'return "".join(words)',
      /^TEMPERATURE = 0\.8$/m,
      /^TOP_WORDS = 5$/m,
      /^WRITTEN_WORDS = 1000$/m,
      'list("ROMEO:")',
    ],
  ],
  [
    'Text generation with an LSTM, nucleus sampling top_p=0.9, temperature of 1.2, generate a text of 50 words.',
    [
      /^NUCLEUS = 0\.9$/m,
      /^TEMPERATURE = 1\.2$/m,
      /^WRITTEN_WORDS = 50$/m,
      'keep_nucleus(chances)',
    ],
  ],
  [
    'Machine translation with an LSTM, beam size of 5.',
    [/^BEAM_WIDTH = 5$/m, 'written = search_beams('],
  ],
  [
    'Image captioning with an LSTM decoder of 256 units, beam search with width 3, BLEU-1 to BLEU-4.',
    [/^BEAM_WIDTH = 3$/m, 'tokens = search_beams(', '"bleu_3": '],
  ],
  [
    'DCGAN on faces of 64x64 pixels, latent dimension 100, 50 epochs, save a grid of 25 images after every epoch.',
    [/^LATENT_SIZE = 100$/m, /epoch % GRID_EPOCHS|^GRID_EPOCHS = 1$/m, 'np.arange(25)'],
  ],
  [
    'GAN for 28x28 grey digits, noise vector of size 128, save a 4x4 grid of samples every 5 epochs.',
    [/^LATENT_SIZE = 128$/m, /^GRID_EPOCHS = 5$/m, 'plt.subplots(4, 4,'],
  ],
  // Numbers of losses.
  [
    'Predict whether a customer churns (yes or no) from a csv table with an MLP, focal loss with gamma 3 and alpha 0.3.',
    [/BinaryFocalCrossentropy\(\s*gamma=3, apply_class_balancing=True, alpha=0\.3\s*\)/],
  ],
  [
    'Classify photos in class folders into 4 classes with a CNN, categorical focal loss (alpha=0.5, gamma=1.5).',
    [/CategoricalFocalCrossentropy\(\s*gamma=1\.5, alpha=0\.5\s*\)/],
  ],
  [
    'Predict house prices from a CSV table with a neural network, Huber loss with delta 1.5.',
    [/Huber\(delta=1\.5\)/],
  ],
  [
    'Segment cells from the background in images with masks, U-Net, two classes, Tversky loss with alpha 0.7 and beta 0.3.',
    [/Tversky\(\s*alpha=0\.7, beta=0\.3\s*\)/],
  ],
  [
    'Siamese network to verify faces in a folder per person; contrastive loss with margin 1 and Euclidean distance.',
    [/^MARGIN = 1$/m, 'distances = 2 * (1 - scores)'],
  ],
  [
    'Siamese network on image pairs of signatures, folders per person, contrastive loss, cosine similarity.',
    ['(1 + ops.sum(left * right, axis=-1, keepdims=True)) / 2'],
  ],
];

/** Each row makes a whole project, which takes a minute on a busy machine. */
const MAKE_MS = 120_000;

test.each(sweep(DONE, 4))(
  '%s',
  async (text, code) => {
    const made = await make(text);
    const missing = code.filter((part) =>
      typeof part === 'string' ? !made.code.includes(part) : !part.test(made.code),
    );
    expect({ missing, open: made.open }).toEqual({ missing: [], open: [] });
  },
  MAKE_MS,
);
