import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { texts } from '../context.js'
import { areaOf, cpuProfile, timeByPlace } from '../cpu-profile.js'
import type { Figures } from '../figures.js'
import { load } from '../load.js'
import { servers } from '../servers.js'
import type { Section } from './section.js'

/** The widest bars that are shown. */
const WIDEST = 25

/** Where the time of `POST /screen` goes under load, by the file or library that ran (self time, `node --cpu-prof`). */
export const profile: Section = {
  title: 'POST /screen under --cpu-prof, READER=off, legitimate messages',
  measure: async ({ rounds, seconds }) => {
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-profile-'))
    const server = await servers.sekisho({ DATABASE_URL: 'sqlite:screenings.db', MAX_DELAY_MS: '0' }, [
      '--cpu-prof',
      '--cpu-prof-dir',
      directory,
    ])
    await load(server.url, texts.legitimate, { mark: 0, seconds })
    const from = now()
    const { milliseconds } = await load(server.url, texts.legitimate, { mark: 1, seconds: rounds * seconds })
    const to = now()
    await server.stop()
    const times = timeByPlace(readProfile(directory), { from, to })
    rmSync(directory, { recursive: true })
    return barsOf(times, milliseconds.length)
  },
}

/** Microseconds of the clock that V8 profiles by. */
const now = (): number => Number(process.hrtime.bigint() / 1_000n)

function readProfile(directory: string) {
  const file = readdirSync(directory).find(name => name.endsWith('.cpuprofile'))
  if (file === undefined) throw new Error('node wrote no profile')
  return cpuProfile.parse(JSON.parse(readFileSync(join(directory, file), 'utf8')))
}

function barsOf(times: ReadonlyMap<string, number>, messages: number): Figures {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0)
  const areas = new Map<string, number>()
  for (const [place, time] of times) areas.set(areaOf(place), (areas.get(areaOf(place)) ?? 0) + time)
  const bars = (some: Iterable<readonly [string, number]>): Figures =>
    Object.fromEntries(
      [...some].map(([name, time]) => [
        name,
        { percent: (100 * time) / total, microsecondsAMessage: time / messages },
      ]),
    )
  return {
    all: { percent: 100, microsecondsAMessage: total / messages },
    ...bars([...areas].sort(([, a], [, b]) => b - a)),
    widest: bars([...times].slice(0, WIDEST)),
  }
}
