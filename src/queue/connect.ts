import { Redis } from 'ioredis';
import { DLCodeGenError } from '../core/index.ts';
import type { RedisAddress } from './address.ts';

const CONNECT_MS = 5000;
const SLOWEST_RETRY_MS = 2000;
/** The oldest Redis whose streams and scripts the queue uses. */
const OLDEST = 6;

/** Tells of a connection that is lost, and of its return. */
export type Talk = (text: string) => void;

/** Texts that are told of jobs that were given back. */
const MOST_TOLD = 100;

/** Tells the same text once, and no more than so many texts: whoever reaches the Redis may send any. */
export function tellOnce(talk: Talk): Talk {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text) || told.size >= MOST_TOLD) return;
    told.add(text);
    talk(text);
  };
}

export interface Connection {
  readonly redis: Redis;
  /** Ends it and those that were made from it, also where Redis is gone and they seek it. */
  readonly release: () => void;
}

/**
 * A connection to a Redis that answers. When it is lost later it is sought again until it is released: jobs and
 * results stay in Redis.
 *
 * Errors: QUEUE, with what was received in its place.
 */
export async function connect(address: RedisAddress, talk: Talk): Promise<Connection> {
  await probe(address);
  let isReleased = false;
  const redis = new Redis({
    ...toOptions(address),
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (isReleased ? null : Math.min(100 * times, SLOWEST_RETRY_MS)),
  });
  tellOfOutages(redis, address, talk);
  const all = [redis];
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (...change) => {
    const copy = duplicate(...change);
    all.push(copy);
    return copy;
  };
  return {
    redis,
    release: () => {
      isReleased = true;
      for (const one of all) one.disconnect();
    },
  };
}

/** Says once that a connection is lost, however often it is sought again, and once that it is back. */
function tellOfOutages(redis: Redis, address: RedisAddress, talk: Talk): void {
  let isLost = false;
  redis.on('error', (error: Error) => {
    if (!isLost) talk(`lost ${address.shown} (${error.message}); trying again until it answers`);
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) talk(`${address.shown} answers again`);
    isLost = false;
  });
}

async function probe(address: RedisAddress): Promise<void> {
  const redis = new Redis({
    ...toOptions(address),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason: string | null = null;
  redis.on('error', (error: Error) => {
    reason ??= error.message;
  });
  try {
    await within(CONNECT_MS, redis.connect());
    const information = await within(CONNECT_MS, redis.info('server'));
    const version = /^redis_version:(\S+)/m.exec(information)?.[1] ?? 'unknown';
    if (!(Number.parseInt(version, 10) >= OLDEST)) {
      throw new Error(`it is version ${version}, and ${OLDEST} or later is needed`);
    }
  } catch (cause) {
    const received = reason ?? (cause instanceof Error ? cause.message : String(cause));
    throw new DLCodeGenError('QUEUE', `no Redis to use at ${address.shown}: ${received}`, {
      data: { address: address.shown },
    });
  } finally {
    redis.disconnect();
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function toOptions(address: RedisAddress) {
  const { host, port, database, username, password, tls } = address;
  return {
    host,
    port,
    db: database,
    connectTimeout: CONNECT_MS,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
  };
}
