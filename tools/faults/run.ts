import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { mulberry32 } from '../training/random.js'
import { confirm } from './confirm.js'
import { createDatabase, type StoreKind, type TestDatabase } from './database.js'
import { openDisk } from './disk.js'
import type { Fault, Stage } from './faults/fault.js'
import { buildInstance, type Instance } from './instance.js'
import { buildJournal, type Journal } from './journal.js'
import { type Load, startLoad } from './load.js'
import { startModerator } from './moderator.js'
import { type Receiver, startReceiver } from './receiver.js'
import type { Settings } from './settings.js'
import { type Measured, type Tally, tally } from './tally.js'
import { watchHealth } from './watch.js'

const TENANTS = fileURLToPath(new URL('./processes/make-tenants.js', import.meta.url))
const HEALTHY = 'lucky'
const UNLUCKY = 'unlucky'

/** Workers of each instance: a file has one instance, a server two. */
const INSTANCES: Readonly<Record<StoreKind, readonly number[]>> = { sqlite: [2], postgres: [1, 1] }

/** Seconds between two faults, and before the first. */
const CALM = 1.5
/** Milliseconds for the service to keep a message again. */
const RECOVERY_LIMIT = 90_000

export interface RunParts extends Settings {
  readonly kind: StoreKind
  readonly faults: Readonly<Record<string, Fault>>
  /** Aborted when the run is to end now; everything is cleaned up then too. */
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** One store: starts the service, loads it, injects the faults, heals, restarts, and checks. */
export async function run(parts: RunParts): Promise<Tally> {
  const { kind, minutes, seed, postgres, signal } = parts
  signal.throwIfAborted()
  const disk = openDisk(Math.ceil(64 + 24 * minutes))
  const ends: (() => unknown)[] = [disk.remove]
  try {
    const database = await createDatabase(kind, disk.directory, postgres)
    ends.push(database.remove)
    const receiver = await startReceiver()
    ends.push(receiver.close)
    const keys = await makeTenants(database, receiver)
    const instances = await Promise.all(
      INSTANCES[kind].map(workers =>
        buildInstance({ directory: disk.directory, databaseUrl: database.url, workers }),
      ),
    )
    ends.push(() => Promise.all(instances.map(one => one.kill())))
    const interrupted = once(signal, 'abort').then(() => signal.throwIfAborted())
    const whole = async (): Promise<Tally> => {
      await startAll(instances)
      return runOn(stage, keys, receiver, parts)
    }
    const stage: Stage = {
      instances,
      database,
      disk,
      receiver,
      unluckyTenant: UNLUCKY,
      key: keys.get(UNLUCKY) ?? '',
      random: mulberry32(seed),
      pause: seconds => setTimeout(seconds * 1_000, undefined, { signal }),
    }
    const tally = await Promise.race([whole(), interrupted])
    if (!tally) throw new Error('interrupted')
    return tally
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

async function runOn(
  stage: Stage,
  keys: ReadonlyMap<string, string>,
  receiver: Receiver,
  { faults, rate, seed, ...parts }: RunParts,
): Promise<Tally> {
  const { instances } = stage
  const journal = buildJournal()
  const watch = watchHealth(instances)
  const load = startLoad({ instances, journal, keys, random: mulberry32(seed + 1), rate })
  const stopModerators = [...keys].map(([tenant, key], at) =>
    startModerator({ instances, journal, tenant, key, random: mulberry32(seed + 2 + at) }),
  )
  const measured = await injectAll({ ...stage, journal, watch, load }, { faults, ...parts })
  await Promise.all([load.stop(), ...stopModerators.map(stop => stop())])
  watch.stop()
  parts.say('healed: restarts the service and checks')
  const evidence = await confirm({ ...stage, journal, keys, received: () => receiver.events.length })
  return tally({ journal, ...evidence, events: receiver.events, measured, faults, healthyTenant: HEALTHY })
}

interface Round extends Stage {
  readonly journal: Journal
  readonly watch: ReturnType<typeof watchHealth>
  readonly load: Load
}

/** One fault after the other in an order by the seed, round and round until the time is over. */
async function injectAll(
  round: Round,
  { kind, faults, only, minutes, say }: Pick<RunParts, 'kind' | 'faults' | 'only' | 'minutes' | 'say'>,
): Promise<ReadonlyMap<string, Measured>> {
  const { journal, watch, pause } = round
  const measured = new Map<string, Measured>()
  const add = (name: string, recovery: number): void => {
    const before = measured.get(name) ?? { rounds: 0, silence: 0, recovery: 0 }
    measured.set(name, {
      rounds: before.rounds + 1,
      silence: Math.max(before.silence, watch.longestSilence()),
      recovery: Math.max(before.recovery, recovery),
    })
  }
  const possible = only.flatMap(name => {
    const fault = faults[name]
    if (!fault?.stores.includes(kind)) return []
    const missing = fault.missing?.(round)
    if (missing !== undefined) say(`${name} is left out: ${missing}`)
    return missing === undefined ? [{ name, fault }] : []
  })
  await untilWhole(round)
  const end = performance.now() + minutes * 60_000
  let waiting: typeof possible = []
  while (performance.now() < end && possible.length > 0) {
    if (waiting.length === 0) waiting = shuffled(possible, round.random)
    const next = waiting.shift()
    if (!next) continue
    await pause(CALM)
    add('calm', 0)
    const { name, fault } = next
    journal.enter(name)
    const since = performance.now()
    const crashes = crashesOf(round)
    await fault.inject(round)
    const recovery = await untilKept(round)
    for (const trouble of round.instances.flatMap(one => one.troubles())) say(trouble)
    if (crashesOf(round) > crashes) journal.wrong('the service ended by itself')
    add(name, recovery)
    say(lineOf(name, { seconds: (performance.now() - since) / 1_000, recovery }, journal))
    journal.enter('calm')
    await untilWhole(round)
  }
  for (const { name } of waiting) if (!measured.has(name)) say(`${name}: no time was left for it`)
  return measured
}

const crashesOf = ({ instances }: Round): number => instances.reduce((sum, one) => sum + one.crashes(), 0)

/** Milliseconds until every instance has kept a message. */
async function untilKept({ instances, load, pause }: Round): Promise<number> {
  const since = performance.now()
  const times = await Promise.all(
    instances.map(async one => {
      while (performance.now() - since < RECOVERY_LIMIT) {
        if (await load.probe(one)) return performance.now() - since
        await pause(0.1)
      }
      return Number.POSITIVE_INFINITY
    }),
  )
  return Math.max(...times)
}

/** A worker that is killed while the other one is still starting is another fault, and a rarer one. */
async function untilWhole({ instances, journal, pause }: Round): Promise<void> {
  const since = performance.now()
  while (!instances.every(one => one.isWhole())) {
    await pause(0.1)
    if (performance.now() - since < RECOVERY_LIMIT) continue
    journal.wrong('a worker never came back')
    return
  }
}

function lineOf(
  name: string,
  { seconds, recovery }: { readonly seconds: number; readonly recovery: number },
  { messages, failuresOf }: Journal,
): string {
  const acknowledged = [...messages.values()].filter(({ ids }) => ids.size > 0).length
  const { refused, unanswered } = failuresOf(name)
  return `${name}: ${seconds.toFixed(1)} s, again after ${(recovery / 1_000).toFixed(1)} s; ${refused} refused, ${unanswered} unanswered; ${acknowledged} acknowledged so far`
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map(value => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

async function startAll(instances: readonly Instance[]): Promise<void> {
  // One after the other: the first makes the tables.
  for (const instance of instances)
    if ((await instance.start()) === 'ended')
      throw new Error(`the service does not start: ${instance.output()}`)
}

/** A key for each tenant that may do everything, and where each wants its webhooks. */
async function makeTenants(
  { location }: TestDatabase,
  { urlOf }: Receiver,
): Promise<ReadonlyMap<string, string>> {
  const endpoints = [HEALTHY, UNLUCKY].map(tenant => [tenant, urlOf(tenant)])
  const made = await promisify(execFile)(process.execPath, [
    TENANTS,
    JSON.stringify(location),
    JSON.stringify(endpoints),
  ])
  return new Map(JSON.parse(made.stdout))
}
