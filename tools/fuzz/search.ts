import { mulberry32 } from '../training/random.js'
import { type Coverage, Seen } from './coverage.js'
import { minimise } from './minimise.js'
import { buildMutate } from './mutate.js'
import { Slowest } from './slowest.js'
import type { Target } from './target.js'

interface Failure {
  readonly input: string
  readonly error: unknown
}

export interface Progress {
  readonly executions: number
  /** UTF-16 units of code that some input ran. */
  readonly code: number
  /** Inputs that ran something new, or took longer than all before. */
  readonly corpus: number
}

export interface Outcome extends Progress {
  /** Units of code that the seeds did not run. */
  readonly gained: number
  /** The slowest inputs, the slowest first. */
  readonly slow: readonly string[]
  /** The input is as short as it still fails. */
  readonly failure: Failure | undefined
}

export interface SearchOptions {
  readonly seed: number
  /** Whether to go on. */
  readonly isTimeLeft: () => boolean
  readonly coverage: Coverage
  /** Told of every input before it runs: it may never come back. */
  readonly onRun?: (input: string) => void
  readonly onProgress?: (progress: Progress) => void
}

/** Milliseconds of inputs between two looks at the coverage, which takes some ten itself. */
const A_BATCH = 100

/**
 * Runs ever new inputs, made of those that brought something new, until one fails or the time is over. Coverage is looked at
 * once a batch; when that brought something, halves of it run again until the inputs are found that did.
 */
export async function search(target: Target, options: SearchOptions): Promise<Outcome> {
  const { coverage, isTimeLeft } = options
  const random = mulberry32(options.seed)
  const mutate = buildMutate(target, random)
  const seen = new Seen()
  const slowest = new Slowest()
  const corpus: string[] = []
  let executions = 0
  let failure: Failure | undefined
  coverage.take()

  for (const input of target.seeds) await gather([input])
  const known = seen.units

  while (!failure && isTimeLeft()) {
    const batch: string[] = []
    for (const since = performance.now(); performance.now() - since < A_BATCH && !failure; ) {
      const input = mutate(parent(), parent())
      batch.push(input)
      await run(input)
    }
    await keepWhatIsNew(batch)
    options.onProgress?.(progress())
  }
  return { ...progress(), gained: seen.units - known, slow: slowest.inputs, failure: await shortened() }

  async function gather(inputs: readonly string[]): Promise<void> {
    if (failure) return
    for (const input of inputs) await run(input)
    await keepWhatIsNew(inputs)
  }

  async function keepWhatIsNew(inputs: readonly string[]): Promise<void> {
    const taken = coverage.take()
    if (seen.newIn(taken) === 0) return
    const [only] = inputs
    if (inputs.length === 1 && only !== undefined) corpus.push(only)
    else {
      const middle = Math.ceil(inputs.length / 2)
      await gather(inputs.slice(0, middle))
      await gather(inputs.slice(middle))
    }
    // What did not happen again (a cache was filled, say) shall not be looked for again.
    seen.add(taken)
  }

  async function run(input: string): Promise<void> {
    if (failure) return
    const took = await timed(input)
    // Code that is compiled just then is slow once, so a record has to be set twice.
    if (failure || !slowest.isAmong(took)) return
    if (slowest.note(input, Math.min(took, await timed(input)))) corpus.push(input)
  }

  /** Microseconds of the processor's. */
  async function timed(input: string): Promise<number> {
    options.onRun?.(input)
    executions++
    const since = process.cpuUsage()
    const error = await failureOf(target, input)
    if (error !== undefined) failure ??= { input, error }
    const { user, system } = process.cpuUsage(since)
    return user + system
  }

  /** What came last is chosen more often; sometimes a seed, so that a search does not lose itself. */
  function parent(): string {
    const from = random() < 0.1 || corpus.length === 0 ? target.seeds : corpus
    return from[Math.floor(from.length * Math.sqrt(random()))] ?? ''
  }

  function progress(): Progress {
    return { executions, code: seen.units, corpus: corpus.length }
  }

  async function shortened(): Promise<Failure | undefined> {
    if (!failure) return undefined
    const kind = kindOf(failure.error)
    const input = await minimise(failure.input, async shorter => {
      options.onRun?.(shorter)
      const error = await failureOf(target, shorter)
      return error !== undefined && kindOf(error) === kind
    })
    return { input, error: (await failureOf(target, input)) ?? failure.error }
  }
}

/** What the target throws at an input; undefined when all is well. */
export async function failureOf(target: Target, input: string): Promise<unknown> {
  try {
    await target.run(input)
    return undefined
  } catch (error) {
    return error ?? new Error('nothing was thrown')
  }
}

/** Failures that differ only in numbers and in what they quote are one. */
const kindOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.replaceAll(/\d+|".*"/gsu, '')}` : typeof error
