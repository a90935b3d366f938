import { parseArgs } from 'node:util'

export interface FuzzOptions {
  /** Of all targets together. */
  readonly seconds: number
  /** Names of targets. */
  readonly only: readonly string[]
  readonly seed: number
  /** Runs this alone, and searches nothing. */
  readonly input: string | undefined
}

const USAGE = 'npm run fuzz [-- --seconds N --only NAME[,NAME] --seed N --input JSON]'

/** Throws a line for people when they make no sense. A seed that is not given is chosen. */
export function readOptions(args: readonly string[], known: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '600' },
      only: { type: 'string' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      input: { type: 'string' },
    },
  })
  const only = values.only?.split(',') ?? known
  const unknown = only.find(name => !known.includes(name))
  if (unknown !== undefined) throw new Error(`no target is called ${unknown}: ${known.join(', ')}`)
  if (values.input !== undefined && only.length !== 1) throw new Error(`--input needs --only NAME\n${USAGE}`)
  const input: unknown = values.input === undefined ? undefined : JSON.parse(values.input)
  if (input !== undefined && typeof input !== 'string') throw new Error(`--input is a JSON string\n${USAGE}`)
  return { seconds: number('seconds', values.seconds), only, seed: number('seed', values.seed), input }
}

function number(name: string, value: string): number {
  const read = Number(value)
  if (value === '' || !Number.isFinite(read) || read < 0) throw new Error(`--${name} is a number\n${USAGE}`)
  return read
}
