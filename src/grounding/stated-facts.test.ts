import { expect, test } from 'vitest';
import type { DataSpec, TargetKind } from '../artifacts/index.ts';
import { verifies } from '../../tests/requirements.ts';
import { readRequirement } from '../requirement/index.ts';
import { stateFacts } from './stated-facts.ts';

const data = (target: TargetKind): DataSpec => ({
  kind: target === 'mask' ? 'image-masks' : 'image-folders',
  target,
  facts: { IMAGE_SIZE: [32, 32], CHANNELS: 3 },
});

test.each([
  ['a stated size', 'class', 'VGG16, input 64x64', { IMAGE_SIZE: [64, 64], CHANNELS: 3 }],
  ['patches are no size', 'class', 'a ViT of 16x16 patches', { IMAGE_SIZE: [32, 32] }],
  ['grey where asked for', 'class', 'read as grayscale', { IMAGE_SIZE: [32, 32], CHANNELS: 1 }],
  ['sides that can be halved', 'mask', 'U-Net on 100x100 pixels', { IMAGE_SIZE: [96, 96] }],
] as const)(`${verifies('plan-components')} %s`, (_name, target, text, facts) => {
  const requirement = { text, attributes: 'photos of 640x480' };
  const stated = stateFacts(data(target), readRequirement(requirement));
  expect(stated.data.facts).toMatchObject(facts);
});
