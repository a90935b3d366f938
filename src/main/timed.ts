import type { Metrics } from '../operation/metrics.js'
import type { OpenSession } from '../screening/reader/open.js'
import { openSessionThread } from '../screening/reader/session-thread.js'
import type { Tokenise } from '../tokeniser/tokenise.js'

/** The network in a thread of its own, its runs measured. */
export function timedReader(metrics: Metrics): OpenSession {
  return async network => {
    const session = await openSessionThread(network)
    return {
      ...session,
      run: async ids => {
        const since = performance.now()
        const output = await session.run(ids)
        metrics.read((performance.now() - since) / 1_000)
        return output
      },
    }
  }
}

/** Each run of the tokeniser, measured. */
export function timedBy(metrics: Metrics) {
  return (tokenise: Tokenise): Tokenise =>
    (text, offset) => {
      const since = performance.now()
      const tokens = tokenise(text, offset)
      metrics.tokenised((performance.now() - since) / 1_000)
      return tokens
    }
}
