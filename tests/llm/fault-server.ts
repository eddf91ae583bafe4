import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers; a fault that is retried holds for the first call only. */
export const FAULTS = [
  'none',
  'unauthorized',
  'rate limit once',
  'rate limit',
  'error once',
  'error',
  'slow',
  'cut stream',
  'invalid JSON',
  'empty',
  'too long',
  'filtered',
  'token limit',
  'no usage',
  'no schema',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultServer {
  /** Base URL of the OpenAI protocol. */
  readonly url: string;
  /** Bodies of the requests, in their order. */
  readonly requests: readonly Readonly<Record<string, unknown>>[];
  readonly close: () => Promise<void>;
}

/** A loopback server that speaks the OpenAI protocol with one fault; `answer` makes the text of a reply. */
export async function startFaultServer(
  fault: Fault,
  answer: (body: Readonly<Record<string, unknown>>) => string = () => 'hello',
): Promise<FaultServer> {
  const requests: Record<string, unknown>[] = [];
  const server: Server = createServer((request, response) => {
    void respond(request, response);
  });
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    requests.push(body);
    const refusesSchema = fault === 'no schema' && body['response_format'] !== undefined;
    await reply(response, refusesSchema ? 'bad request' : fault, {
      first: requests.length === 1,
      text: answer(body),
      key: request.headers.authorization ?? '',
    });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Record<string, unknown>;
}

async function reply(
  response: ServerResponse,
  fault: Fault | 'bad request',
  { first, text, key }: { readonly first: boolean; readonly text: string; readonly key: string },
): Promise<void> {
  const refuse = (status: number, headers: Record<string, string> = {}): void => {
    // A provider may repeat the key that it was sent.
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(
      JSON.stringify({ error: { message: `refused: ${key}`, type: 'fault', code: null } }),
    );
  };
  if (fault === 'unauthorized') return refuse(401);
  if (fault === 'bad request') return refuse(400);
  if (fault === 'rate limit' || (fault === 'rate limit once' && first))
    return refuse(429, { 'retry-after': '1' });
  if (fault === 'error' || (fault === 'error once' && first)) return refuse(500);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (value: unknown): void => {
    response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
  };
  const part = (content: string, finish: string | null = null): unknown => ({
    id: '1',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'fault',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  });
  if (fault === 'invalid JSON') {
    send('{"choices": [');
    response.end();
    return;
  }
  if (fault === 'slow') {
    for (const letter of text) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      if (response.destroyed) return;
      send(part(letter));
    }
  } else if (fault === 'too long') {
    for (let count = 0; count < 100 && !response.destroyed; count += 1)
      send(part('x'.repeat(100_000)));
  } else if (fault !== 'empty') {
    for (const piece of text.match(/[^]{1,200}/g) ?? []) send(part(piece));
  }
  if (fault === 'cut stream') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    response.destroy();
    return;
  }
  send(
    part('', fault === 'filtered' ? 'content_filter' : fault === 'token limit' ? 'length' : 'stop'),
  );
  if (fault !== 'no usage')
    send({
      id: '1',
      object: 'chat.completion.chunk',
      created: 0,
      model: 'fault',
      choices: [],
      usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
    });
  send('[DONE]');
  response.end();
}
