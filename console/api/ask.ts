import { Failure, failureOf, isJson } from './failure.js'

/** Milliseconds after which nobody waits any longer. */
const PATIENCE = 30_000

let key = ''

/** The key that every request carries from now on; '' for none, when a cookie or an open door suffices. */
export function carry(given: string): void {
  key = given
}

export function headers(): Record<string, string> {
  return {
    // Another site's page cannot set it, so that a cookie alone changes nothing.
    'x-requested-with': 'sekisho-console',
    ...(key && { authorization: `Bearer ${key}` }),
  }
}

interface Asked {
  readonly body?: object
  /** The page may be left before the answer. */
  readonly keepalive?: boolean
}

/** One request to the service; what is answered is taken at its word. Null for an empty answer. Throws a `Failure`. */
export async function ask<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { body, keepalive = false }: Asked = {},
): Promise<Answer | null> {
  const answer = await send(method, path, body, keepalive)
  if (!answer.ok) throw await failureOf(answer)
  if (answer.status === 204) return null
  if (!isJson(answer)) throw new Failure('proxy', '', answer.status)
  const data: Answer = await answer.json()
  return data
}

/** As `ask`, where an empty answer is none. */
export async function askFor<Answer>(
  method: 'GET' | 'POST',
  path: string,
  asked: Asked = {},
): Promise<Answer> {
  const data = await ask<Answer>(method, path, asked)
  if (data === null) throw new Failure('broken', 'an empty answer')
  return data
}

async function send(method: string, path: string, body: object | undefined, keepalive: boolean) {
  try {
    return await fetch(path, {
      method,
      keepalive,
      signal: AbortSignal.timeout(PATIENCE),
      headers: { ...headers(), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
  } catch {
    throw new Failure('offline')
  }
}
