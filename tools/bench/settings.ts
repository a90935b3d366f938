import { parseArgs } from 'node:util'

export interface Settings {
  readonly only: readonly string[]
  readonly rounds: number
  /** Of load, a round. */
  readonly seconds: number
  /** Stored screenings in the larger of two stores. */
  readonly rows: number
  /** Sent through the stream. */
  readonly megabytes: number
  /** Where the figures are written, relative to the package. */
  readonly json: string
}

/** Reads the command line. What cannot be used ends the process with a line and the usage. */
export function readSettings(args: string[], sections: readonly string[]): Settings {
  const usage = `npm run bench -- [--only ${sections.join(',')}] [--rounds 3] [--seconds 4]
                 [--rows 1000000] [--megabytes 20] [--json report/bench.json]

Measures side by side in one run, prints tables and writes JSON. node build/tools/bench/compare.js A B compares two of them.`
  const values = parsed()
  if (values.help) {
    console.log(usage)
    process.exit()
  }
  const only = values.only.split(',')
  const unknown = only.find(name => !sections.includes(name))
  if (unknown !== undefined) refuse(`--only ${unknown}: no such section`)
  return {
    only,
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    rows: positive('rows', values.rows),
    megabytes: positive('megabytes', values.megabytes),
    json: values.json,
  }

  function parsed() {
    try {
      return parseArgs({
        args,
        options: {
          help: { type: 'boolean', default: false },
          seconds: { type: 'string', default: '4' },
          rounds: { type: 'string', default: '3' },
          json: { type: 'string', default: 'report/bench.json' },
          only: { type: 'string', default: sections.join(',') },
          rows: { type: 'string', default: '1000000' },
          megabytes: { type: 'string', default: '20' },
        },
      }).values
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error))
    }
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
