import type { components, paths, webhooks } from './schema.js'

/** A schema of the OpenAPI document by its name: `Schema<'ScreenResponse'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

export type Message = Schema<'ScreenRequest'>
export type Judgement = Schema<'ScreenResponse'>
export type ProblemDocument = Schema<'Problem'>

/** What a webhook brings; `type` says which. */
export type WebhookEvent = {
  [Type in keyof webhooks]: webhooks[Type] extends {
    post: { requestBody: { content: { 'application/json': infer Body } } }
  }
    ? Body
    : never
}[keyof webhooks]

export type Method = 'get' | 'post' | 'put' | 'delete'

/** The paths that have a method. */
export type PathWith<M extends Method> = {
  [Path in keyof paths]: paths[Path][M] extends { responses: unknown } ? Path : never
}[keyof paths]

/** What an operation answers: its JSON; undefined where it answers none. */
export type Answer<Operation> = Operation extends { responses: infer Responses }
  ? JsonOf<Responses[keyof Responses & (200 | 201)]>
  : never

type JsonOf<Response> = Response extends { content: { 'application/json': infer Json } } ? Json : undefined

/** What an operation is called with. Parts that it does not take are refused by the compiler. */
export type Input<Operation> = PathInput<Operation> &
  QueryInput<Operation> &
  BodyInput<Operation> &
  CallOptions

export interface CallOptions {
  /** Ends the call, also while it waits for the next attempt. */
  readonly signal?: AbortSignal
  /** What a repeat is known by; without it, each call of an operation that takes one has its own. */
  readonly idempotencyKey?: string
}

type PathInput<Operation> = Operation extends { parameters: { path: infer Path } }
  ? { readonly path: Path }
  : { readonly path?: never }

type QueryInput<Operation> = Operation extends { parameters: { query: infer Query } }
  ? { readonly query: Query }
  : Operation extends { parameters: { query?: infer Query } }
    ? { readonly query?: Query }
    : { readonly query?: never }

type BodyInput<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { readonly body: Body }
  : { readonly body?: unknown }
