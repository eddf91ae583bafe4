import type { DataSpec, LayerCall, Sample } from '../artifacts/index.ts';
import type { Rival } from '../generation/index.ts';
import { inputForm, knownFacts, type InputForm } from '../kinds/index.ts';
import { backboneOf, isBackbone, normalizeBackbone, renderLayer } from '../plan/index.ts';
import {
  comparesNetworks,
  familiesOf,
  namedBackbones,
  type TrunkFamily,
} from '../requirement/index.ts';
import type { Asked } from '../techniques/index.ts';
import { readsTokens } from './count-tokens.ts';
import { buildTrunk, readTrunk } from './layers/build-trunk.ts';
import { ARCHITECTURE_LAYERS } from './layers/trunk-table.ts';

/** With more of them a comparison takes too long. */
const MOST = 4;
/** As many where none is named. */
const USUAL = 2;

interface Usual {
  readonly name: string;
  readonly family: TrunkFamily;
  /** In place of the family's own. */
  readonly trunk?: readonly string[];
}

/** What a network for such input is usually compared with, the first that differ from it. */
const USUAL_RIVALS: Readonly<Record<InputForm, readonly Usual[]>> = {
  other: [],
  image: [
    { name: 'convolutional network', family: 'cnn' },
    { name: 'MobileNetV2', family: 'backbone' },
    { name: 'dense network', family: 'dense' },
  ],
  tokens: [
    { name: 'LSTM', family: 'lstm' },
    { name: 'convolutional network', family: 'cnn' },
    { name: 'dense network', family: 'dense' },
  ],
  sequence: [
    { name: 'LSTM', family: 'lstm' },
    { name: 'GRU', family: 'gru' },
    { name: 'convolutional network', family: 'cnn' },
  ],
  tabular: [
    {
      name: 'wide network',
      family: 'dense',
      trunk: ["Dense(512, activation='relu')", 'Dropout(0.3)'],
    },
    {
      name: 'deep network',
      family: 'dense',
      trunk: [128, 128, 64, 32].flatMap((units) => [
        `Dense(${units}, activation='relu')`,
        'Dropout(0.1)',
      ]),
    },
  ],
};

const FAMILY_NAMES: Readonly<Partial<Record<TrunkFamily, string>>> = {
  cnn: 'convolutional network',
  lstm: 'LSTM',
  gru: 'GRU',
  rnn: 'SimpleRNN',
  bilstm: 'bidirectional LSTM',
  bigru: 'bidirectional GRU',
  transformer: 'transformer',
  dense: 'dense network',
};

/**
 * The networks that are asked for beside the planned one, the named ones first, else usual ones; none where nothing is
 * compared or the program's network is no chain and no encoder of tokens, in whose place one can stand. Layers: of the planned network, head last.
 */
export function rivalNetworks(
  asks: readonly Asked[],
  data: DataSpec | null,
  layers: readonly LayerCall[],
  program: Sample,
): readonly Rival[] {
  const head = layers.at(-1);
  if (data === null || head === undefined || !comparesNetworks(asks)) return [];
  const isChain =
    program.topology === 'trunk' || readsTokens(program) || hasPlainHead(program, head);
  if (!isChain) return [];
  const form = inputForm(data);
  const trunkOf = (family: TrunkFamily, backbone: string | null): readonly LayerCall[] =>
    buildTrunk(family, { families: [family], backbone }, data);
  const named = [
    ...backbonesIn(asks)
      .filter((name) => form === 'image' && fitsBackbone(name, data))
      .map((name) => ({ name, trunk: trunkOf('backbone', name) })),
    ...familiesOf(asks).flatMap((family) => {
      const name = FAMILY_NAMES[family];
      return name === undefined ? [] : [{ name, trunk: trunkOf(family, null) }];
    }),
  ];
  const usual = USUAL_RIVALS[form].map(({ name, family, trunk }) => ({
    name,
    trunk: trunk === undefined ? trunkOf(family, null) : readTrunk(trunk),
  }));
  const isNew = isOther(layers.slice(0, -1));
  const others = named.filter(isNew).slice(0, MOST);
  return (others.length > 0 ? others : usual.filter(isNew).slice(0, USUAL)).map(
    ({ name, trunk }) => ({ name, layers: [...trunk, head] }),
  );
}

/** Whether a named network stands in the place of a chain before a dense head. */
function hasPlainHead({ architecture }: Sample, { name }: LayerCall): boolean {
  return architecture !== undefined && name === 'Dense';
}

/** Backbones that are named, each once. */
function backbonesIn(asks: readonly Asked[]): readonly string[] {
  const names = namedBackbones(asks).map((name) => normalizeBackbone(name).name);
  return [...new Set(names)].filter((name) => isBackbone({ name }));
}

function fitsBackbone(name: string, { facts }: DataSpec): boolean {
  const { IMAGE_SIZE: sides, CHANNELS: channels } = knownFacts(facts);
  const least = backboneOf(name)?.leastSide ?? 0;
  return channels !== 1 && (sides == null || sides.every((side) => side >= least));
}

/** Whether a trunk is another network than the planned one. */
function isOther(
  planned: readonly LayerCall[],
): (network: { readonly trunk: readonly LayerCall[] }) => boolean {
  const shape = kindsOf(planned);
  return ({ trunk }) => trunk.length > 0 && kindsOf(trunk) !== shape;
}

/** What tells networks apart: the layers that learn, by family; of dense networks their sizes. */
function kindsOf(layers: readonly LayerCall[]): string {
  const texts = layers.map(renderLayer);
  const backbone = layers.filter(isBackbone).map(({ name }) => name);
  const shown = Object.entries(ARCHITECTURE_LAYERS).flatMap(([family, pattern]) =>
    family !== 'dense' && texts.some((text) => pattern.test(text)) ? [family] : [],
  );
  const kinds = [...backbone, ...shown];
  return kinds.length === 0 ? texts.join() : kinds.join();
}
