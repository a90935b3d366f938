import { buildIdFactory } from '../../src/contract/ids.js'
import type { IncomingMessage } from '../../src/contract/message.js'
import type { NewScreening } from '../../src/store/screening.js'
import { fakeScreener } from './screener.js'

const { screen } = fakeScreener()
const nextId = buildIdFactory()

/** A message as it comes to the store: judged a moment ago, and not kept. */
export function judged(message: IncomingMessage): NewScreening {
  return { id: nextId(), message, judgement: screen(message) }
}

/** A period that holds everything. */
export const EVER = { from: new Date('2000-01-01'), to: new Date('2200-01-01') }
