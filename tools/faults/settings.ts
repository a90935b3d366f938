import { parseArgs } from 'node:util'
import { type StoreKind, storeKinds } from './database.js'

export interface Settings {
  readonly stores: readonly StoreKind[]
  /** Of faults, for each store; starting and checking come on top. */
  readonly minutes: number
  readonly seed: number
  /** Messages a second. */
  readonly rate: number
  readonly only: readonly string[]
  /** The PostgreSQL on which a database is made for the run, and dropped. */
  readonly postgres: string
  /** Where the result is written for `.ci/count.mjs`; undefined: nowhere. */
  readonly report: string | undefined
  /** Whether what came too late counts as a failure. */
  readonly clock: boolean
}

const POSTGRES = 'postgres://postgres@127.0.0.1:5432/postgres'

/** Reads the command line. What cannot be used ends the process with a line and the usage. */
export function readSettings(args: string[], faults: readonly string[]): Settings {
  const usage = `npm run faults -- [--store sqlite|postgres|both] [--minutes 5] [--seed 1] [--rate 30] [--report FILE]
                  [--postgres ${POSTGRES}] [--only NAME,...] [--no-clock]

Faults: ${faults.join(', ')}

Puts a load on the built service, injects faults one after the other, and checks at the end that every acknowledgement
was true. Exits with 1 when one was not, or when a request got no answer while the service was up; with --no-clock, for a
machine that has other work, the latter is shown only.`
  const values = parsed()
  if (values.help) {
    console.log(usage)
    process.exit()
  }
  const only = values.only.split(',')
  const unknown = only.find(name => !faults.includes(name))
  if (unknown !== undefined) refuse(`--only ${unknown}: no such fault`)
  return {
    stores: stores(values.store),
    minutes: positive('minutes', values.minutes),
    seed: positive('seed', values.seed),
    rate: positive('rate', values.rate),
    only,
    postgres: values.postgres || POSTGRES,
    report: values.report,
    clock: !values['no-clock'],
  }

  function parsed() {
    try {
      return parseArgs({
        args,
        options: {
          help: { type: 'boolean', default: false },
          store: { type: 'string', default: 'both' },
          minutes: { type: 'string', default: '5' },
          seed: { type: 'string', default: '1' },
          rate: { type: 'string', default: '30' },
          only: { type: 'string', default: faults.join(',') },
          postgres: { type: 'string', default: POSTGRES },
          report: { type: 'string' },
          'no-clock': { type: 'boolean', default: false },
        },
      }).values
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error))
    }
  }

  function stores(given: string): readonly StoreKind[] {
    const known = given === 'both' ? storeKinds : storeKinds.filter(kind => kind === given)
    return known.length > 0 ? known : refuse(`--store ${given}: expected sqlite, postgres or both`)
  }

  function positive(name: string, value: string): number {
    const number = Number(value)
    return number > 0 ? number : refuse(`--${name} ${value}: expected a number above 0`)
  }

  function refuse(reason: string): never {
    console.error(`${reason}\n\n${usage}`)
    process.exit(2)
  }
}
