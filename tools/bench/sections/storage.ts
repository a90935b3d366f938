import { screen, texts } from '../context.js'
import { load } from '../load.js'
import { servers } from '../servers.js'
import { median } from '../stopwatch.js'
import type { Section } from './section.js'

/** One message in ten is flagged and kept in an SQLite file, against the same messages as dry runs. */
export const storage: Section = {
  title: 'storage: one message in ten kept, SQLite on disk',
  measure: async ({ rounds, seconds }) => {
    const mixed = oneInTen()
    const server = await servers.sekisho({ DATABASE_URL: 'sqlite:screenings.db' })
    const rate = async (mark: number, dryRun: boolean): Promise<number> =>
      (await load(server.url, mixed, { mark, seconds, more: () => ({ dryRun }) })).perSecond
    const unstoredRates: number[] = []
    const storedRates: number[] = []
    for (let round = 0; round < rounds; round++) {
      unstoredRates.push(await rate(round, true))
      storedRates.push(await rate(round, false))
    }
    await server.stop()
    const [stored, unstored] = [median(storedRates), median(unstoredRates)]
    return { oneInTen: { storedPerSecond: stored, unstoredPerSecond: unstored, share: stored / unstored } }
  },
}

function oneInTen(): string[] {
  const allowed = texts.legitimate.filter(text => !screen(text).flagged).slice(0, 2_250)
  const flagged = texts.violating.filter(text => screen(text).flagged)
  return allowed.flatMap((text, at) => (at % 9 === 0 ? [text, ...flagged.slice(at / 9, at / 9 + 1)] : [text]))
}
