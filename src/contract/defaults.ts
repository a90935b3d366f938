import type { Kind, Stage } from './words.js'

/** What a message is when nobody says. Apart from the schemas, so that the core needs none of them. */
export const DEFAULT_STAGE = 'pre_contract' satisfies Stage
export const DEFAULT_KIND = 'message' satisfies Kind
