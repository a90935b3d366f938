import type { StoreKind, TestDatabase } from '../database.js'
import type { Disk } from '../disk.js'
import type { Instance } from '../instance.js'
import type { Receiver } from '../receiver.js'

/** What a fault may reach. */
export interface Stage {
  readonly instances: readonly Instance[]
  readonly database: TestDatabase
  readonly disk: Disk
  readonly receiver: Receiver
  /** The tenant whose endpoint may misbehave; the other's never does. */
  readonly unluckyTenant: string
  /** A key of that tenant. */
  readonly key: string
  /** From 0 to 1, by the seed. */
  readonly random: () => number
  /** Rejects when the run is interrupted. */
  readonly pause: (seconds: number) => Promise<void>
}

export interface Fault {
  /** What it does, in a few words. */
  readonly title: string
  readonly stores: readonly StoreKind[]
  /** `all`: the service is up all the time, so every request gets an answer, a refusal at least. */
  readonly answers: 'all' | 'some'
  /** Seconds within which the healthy tenant's webhooks have to come; absent: whenever. */
  readonly webhooksWithin?: number
  /** Why it cannot be had here; undefined: it can. */
  readonly missing?: (stage: Stage) => string | undefined
  /** Does it and heals it. */
  readonly inject: (stage: Stage) => Promise<void>
}

export const onBoth: readonly StoreKind[] = ['sqlite', 'postgres']

/** A number of seconds between two bounds, by the seed. */
export const between = ({ random }: Pick<Stage, 'random'>, least: number, most: number): number =>
  least + random() * (most - least)

/** One of the instances, by the seed. */
export function anyInstance({ instances, random }: Pick<Stage, 'instances' | 'random'>): Instance {
  const chosen = instances[Math.floor(random() * instances.length)]
  if (!chosen) throw new Error('no instance runs')
  return chosen
}

/** A process that serves, by the seed: one worker of several, or an instance that is one process. */
export function anyWorker({ instances, random }: Pick<Stage, 'instances' | 'random'>): number {
  const workers = instances.flatMap(one => one.processes().slice(-one.workers))
  const chosen = workers[Math.floor(random() * workers.length)]
  if (chosen === undefined) throw new Error('no worker runs')
  return chosen
}

/** Does what it is given, and heals whatever came of that. */
export async function healing(work: () => Promise<void>, heal: () => void | Promise<void>): Promise<void> {
  try {
    await work()
  } finally {
    await heal()
  }
}
