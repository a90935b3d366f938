import { inAttempts, type Patience } from './attempts.js'
import { errorOf } from './errors.js'
import { linesOf, valuesOf } from './ndjson.js'
import type {
  Answer,
  CallOptions,
  Input,
  Judgement,
  Message,
  Method,
  PathWith,
  ProblemDocument,
} from './operations.js'
import type { paths } from './schema.js'

export interface SekishoOptions extends Partial<Patience> {
  /** Where the service is: `https://sekisho.internal`. */
  readonly baseUrl: string
  /** `sek_…`; without one only a service that has no keys yet answers. */
  readonly key?: string
  readonly fetch?: typeof fetch
}

export interface Sekisho {
  /** Judges one message. */
  screen(message: Message, options?: CallOptions): Promise<Judgement>
  /** Judges up to 1,000 messages; one that is not accepted has its problem in its place. */
  screenBatch(
    messages: readonly Message[],
    options?: CallOptions,
  ): Promise<readonly (Judgement | ProblemDocument)[]>
  /**
   * Judges any number of messages as they come; results in their order. Not tried again when the connection breaks: give
   * messages a `messageId` and send the rest anew. The service ends a stream that brings nothing for two minutes.
   */
  screenStream(
    messages: Iterable<Message> | AsyncIterable<Message>,
    options?: Pick<CallOptions, 'signal'>,
  ): AsyncGenerator<Judgement | ProblemDocument, void, undefined>
  /** Any other operation, by its path in the document: `call('get', '/screenings/{id}', { path: { id } })`. */
  call<M extends Method, Path extends PathWith<M>>(
    method: M,
    path: Path,
    input: Input<paths[Path][M]>,
  ): Promise<Answer<paths[Path][M]>>
}

/** POST operations that know a repeat by its Idempotency-Key. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['/screen', '/screen/batch', '/v1/moderations'])

/** A client of one service. Calls that the service refuses reject with a `SekishoError`. */
export function createSekisho(options: SekishoOptions): Sekisho {
  const { baseUrl, key, retries = 3, timeout = 10_000, backoff = 200 } = options
  const send = options.fetch ?? fetch
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` }

  async function request(method: Method, path: string, input: LooseInput): Promise<unknown> {
    const isIdempotent = method === 'post' && IDEMPOTENT.has(path)
    const headers = {
      ...authorization,
      accept: 'application/json, application/problem+json',
      ...(input.body !== undefined && { 'content-type': 'application/json' }),
      ...(isIdempotent && { 'idempotency-key': `"${input.idempotencyKey ?? crypto.randomUUID()}"` }),
    }
    const body = input.body === undefined ? null : JSON.stringify(input.body)
    const response = await inAttempts(
      signal => send(urlOf(baseUrl, path, input), { method: method.toUpperCase(), headers, body, signal }),
      { retries, timeout, backoff },
      { isRepeatable: method !== 'post' || isIdempotent, signal: input.signal },
    )
    if (!response.ok) throw await errorOf(response)
    return response.headers.get('content-type')?.startsWith('application/json') ? response.json() : undefined
  }

  const call = request as Sekisho['call']
  return {
    call,
    screen: (message, options) => call('post', '/screen', { ...options, body: message }),
    screenBatch: async (messages, options) =>
      (await call('post', '/screen/batch', { ...options, body: { messages: [...messages] } })).results,
    async *screenStream(messages, { signal } = {}) {
      const init: RequestInit & { readonly duplex: 'half' } = {
        method: 'POST',
        headers: { ...authorization, 'content-type': 'application/x-ndjson' },
        body: linesOf(messages),
        duplex: 'half',
        ...(signal && { signal }),
      }
      const response = await send(urlOf(baseUrl, '/screen/stream', {}), init)
      if (!response.ok || !response.body) throw await errorOf(response)
      yield* valuesOf<Judgement | ProblemDocument>(response.body)
    },
  }
}

interface LooseInput extends CallOptions {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

function urlOf(baseUrl: string, path: string, { path: values = {}, query = {} }: LooseInput): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))
  const url = new URL(baseUrl.replace(/\/$/, '') + filled)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url.href
}
