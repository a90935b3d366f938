import { join } from 'node:path'
import type { ReaderMode } from '../../../src/contract/screener.js'
import { packageRoot } from '../../../src/package-root.js'
import { loadReadingScreener } from '../../../src/screening/load.js'
import { openSession } from '../../../src/screening/reader/session.js'
import { texts } from '../context.js'
import type { Figures } from '../figures.js'
import { worstTexts } from '../search/worst-texts.js'
import { median } from '../stopwatch.js'
import type { Section } from './section.js'

const MODES: readonly ReaderMode[] = ['off', 'uncertain', 'all']
/** Characters, give or take a tenth, of the messages that stand for their length. */
const LENGTHS = [75, 100, 175] as const
const MESSAGES = 60

/**
 * What reading costs: one message after the other, in this thread, on one core. `ordinary` is the traffic of the other
 * sections, legitimate messages as the corpus has them; the modes take turns at each message.
 */
export const reader: Section = {
  title: 'milliseconds a message by READER, one core',
  measure: async ({ rounds }) => {
    const screeners = await Promise.all(
      MODES.map(async mode => {
        const screener = await loadReadingScreener(join(packageRoot, 'dict'), {
          mode,
          openSession,
          onFailure: failure => console.error(failure),
        })
        return [mode, screener] as const
      }),
    )
    const timed = async (some: readonly string[]): Promise<Figures> => {
      const times = new Map(MODES.map(mode => [mode, [] as number[]]))
      for (let round = 0; round <= rounds; round++)
        for (const text of some)
          for (const [mode, screener] of screeners) {
            const since = performance.now()
            await screener.screen({ text })
            // The first round warms up.
            if (round > 0) times.get(mode)?.push(performance.now() - since)
          }
      return Object.fromEntries(
        [...times].flatMap(([mode, all]) => [
          [`${mode} median`, median(all)],
          [`${mode} mean`, all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length)],
        ]),
      )
    }
    const all = [...texts.legitimate, ...texts.violating]
    const figures: Record<string, Figures> = {}
    for (const length of LENGTHS) {
      const alike = all.filter(text => Math.abs(text.length - length) <= length / 10)
      figures[`${length} characters`] = await timed(every(alike, MESSAGES))
    }
    figures.ordinary = await timed(every(texts.legitimate, 4 * MESSAGES))
    for (const [name, text] of Object.entries(worstTexts)) figures[`worst: ${name}`] = await timed([text])
    for (const [, screener] of screeners) await screener.close()
    return { ...figures, 'resident MB': { all: process.memoryUsage().rss / 1e6 } }
  },
}

/** So many of the texts, evenly spread over them. */
const every = (some: readonly string[], count: number): readonly string[] =>
  some.filter((_, at) => at % Math.max(1, Math.floor(some.length / count)) === 0).slice(0, count)
