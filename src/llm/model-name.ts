import { DLCodeGenError } from '../core/index.ts';
import { isProviderName, PROVIDERS, type ProviderName } from './provider-table.ts';

/** A model as the user names it. */
export interface ModelName {
  readonly provider: ProviderName;
  /** The provider's name of the model, or the path of a file. */
  readonly name: string;
}

/** `PROVIDER:NAME` taken apart. Errors: USAGE (the providers that are known). */
export function parseModelName(text: string): ModelName {
  const at = text.indexOf(':');
  const provider = text.slice(0, Math.max(at, 0));
  const name = text.slice(at + 1).trim();
  if (isProviderName(provider) && name !== '') return { provider, name };
  throw new DLCodeGenError(
    'USAGE',
    `--model must be builtin or PROVIDER:NAME with one of ${Object.keys(PROVIDERS).join(', ')}, received "${text}"`,
  );
}
