export { createSekisho, type Sekisho, type SekishoOptions } from './client.js'
export { isProblem, SekishoError } from './errors.js'
export type { CallOptions, Judgement, Message, ProblemDocument, Schema, WebhookEvent } from './operations.js'
