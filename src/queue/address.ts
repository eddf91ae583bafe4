import { DLCodeGenError, ownTable } from '../core/index.ts';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username: string | null;
  readonly password: string | null;
  readonly tls: boolean;
  /** For people: without user and password. */
  readonly shown: string;
}

const SCHEMES: Readonly<Record<string, { readonly tls: boolean }>> = ownTable({
  'redis:': { tls: false },
  'rediss:': { tls: true },
});
const FORM = 'redis://[USER:PASSWORD@]HOST[:PORT][/NUMBER], or rediss:// for TLS';

/**
 * Reads the address of a Redis. Errors: USAGE, with what was received, never with a password.
 */
export function parseAddress(text: string): RedisAddress {
  const refuse = (): DLCodeGenError =>
    new DLCodeGenError('USAGE', `--queue must be ${FORM}; received "${hideSecrets(text)}"`);
  const url = URL.canParse(text) ? new URL(text) : null;
  const scheme = url === null ? undefined : SCHEMES[url.protocol];
  const database = /^\/?(\d{0,3})$/.exec(url?.pathname ?? '')?.[1];
  if (url === null || scheme === undefined || url.hostname === '' || database === undefined) {
    throw refuse();
  }
  if (url.search !== '' || url.hash !== '') throw refuse();
  const port = url.port === '' ? 6379 : Number(url.port);
  const place = database === '' ? '' : `/${database}`;
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    database: Number(database),
    username: decode(url.username, refuse),
    password: decode(url.password, refuse),
    tls: scheme.tls,
    shown: `${url.protocol}//${url.hostname}:${port}${place}`,
  };
}

function decode(text: string, refuse: () => DLCodeGenError): string | null {
  if (text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse();
  }
}

/** What stands before the last @ may be a password, however broken the address is; so may a query. */
function hideSecrets(text: string): string {
  return text.replace(/^([a-z+.-]*:\/\/)?.*@/is, '$1***@').replace(/\?.*$/s, '?***');
}
