import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parameterTable, type Gpt2Config } from '../gpt2/config.ts';
import { renderConfigJson } from '../gpt2/config-json.ts';
import type { StoredTensor } from '../gpt2/safetensors.ts';
import { bytesOf, readWeights, takeWeight, toFloats } from '../gpt2/weights.ts';
import { END_MARKER, SPECIAL_TOKENS } from '../plan-text.ts';
import { parseTokenizerJson, renderTokenizerJson } from '../tokenizer/tokenizer-json.ts';
import { readConfig } from './import-checkpoint.ts';
import { writeModelFolder } from './model-folder.ts';

/**
 * Writes one of our model folders, rounded or not, as one that `transformers` loads: `GPT2LMHeadModel` from 32-bit
 * floats, and the tokenizer by `AutoTokenizer`. The prompt is `renderPromptText`'s, the reply plan text.
 *
 * Paper: IV-E. Tensors pass one by one. Errors: BAD_INPUT where a file is missing or wrong.
 */
export function exportCheckpoint(source: string, target: string): Gpt2Config {
  const config = readConfig(source);
  const model = parseTokenizerJson(readFileSync(path.join(source, 'tokenizer.json'), 'utf8'));
  const weights = readWeights(path.join(source, 'model.safetensors'), config, { stay: true });
  const tensors = parameterTable(config).list.map(({ name, shape }): StoredTensor => ({
    name: `transformer.${name}`,
    type: 'F32',
    shape,
    get bytes() {
      return bytesOf(toFloats(config, name, takeWeight(weights, name)));
    },
  }));
  const end = model.vocabulary.indexOf(END_MARKER);
  const [padding = ''] = SPECIAL_TOKENS;
  const settings = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: config.context,
    clean_up_tokenization_spaces: false,
    ...(end === -1 ? {} : { eos_token: END_MARKER, pad_token: padding }),
  };
  writeModelFolder(target, tensors, {
    'tokenizer.json': renderTokenizerJson(model),
    'config.json': renderConfigJson(config, end === -1 ? null : end),
    'tokenizer_config.json': `${JSON.stringify(settings, null, 2)}\n`,
  });
  return config;
}
