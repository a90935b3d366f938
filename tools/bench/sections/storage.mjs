import { load } from '../load.mjs'
import { median, screen, servers, texts } from '../context.mjs'

/** One message in ten is flagged and kept in an SQLite file, against the same messages as dry runs. */
export const title = 'storage: one message in ten kept, SQLite on disk'
export async function measure({ rounds, seconds }) {
  const allowed = texts.legitimate.filter(text => !screen(text).flagged)
  const flagged = texts.violating.filter(text => screen(text).flagged)
  const mixed = allowed.slice(0, 2_250).flatMap((text, at) => (at % 9 === 0 ? [text, flagged[at / 9]] : [text]))
  const server = await servers.sekisho({ DATABASE_URL: 'sqlite:screenings.db' })
  const rates = { unstored: [], stored: [] }
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(rates)) {
      const more = name === 'unstored' ? { dryRun: true } : {}
      rates[name].push((await load(server.url, mixed, { mark: round, seconds, more })).requests.average)
    }
  }
  await server.stop()
  const [stored, unstored] = [median(rates.stored), median(rates.unstored)]
  return { oneInTen: { storedPerSecond: stored, unstoredPerSecond: unstored, share: stored / unstored } }
}
