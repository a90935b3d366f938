import { parseArgs } from 'node:util'

export interface Settings {
  readonly only: readonly string[]
  readonly rounds: number
  /** Of load, a round. */
  readonly seconds: number
  /** Stored screenings in the larger of two stores. */
  readonly rows: number
  /** A PostgreSQL server for what is measured on both stores; absent: SQLite alone. */
  readonly postgres?: string | undefined
  /** Sent through the stream. */
  readonly megabytes: number
  /** Where the figures are written, relative to the package. */
  readonly json: string
  /** Whether the tables go into docs/speed.md. */
  readonly write: boolean
}

/** Reads the command line. Throws with one readable message; `usage` tells what can be asked. */
export function parseSettings(args: readonly string[], sections: readonly string[]): Settings | 'help' {
  const { help, only, json, write, postgres, ...numbers } = parsed(args)
  if (help) return 'help'
  const asked = only?.split(',') ?? sections
  const unknown = asked.find(name => !sections.includes(name))
  if (unknown !== undefined) throw new Error(`--only ${unknown}: no such section`)
  return {
    only: asked,
    rounds: above0('rounds', numbers.rounds),
    seconds: above0('seconds', numbers.seconds),
    rows: above0('rows', numbers.rows),
    megabytes: above0('megabytes', numbers.megabytes),
    json,
    write,
    ...(postgres !== undefined && { postgres }),
  }
}

/** The settings that the command line asks for. What cannot be used ends the process with a line and the usage. */
export function readSettings(args: readonly string[], sections: readonly string[]): Settings {
  try {
    const settings = parseSettings(args, sections)
    if (settings !== 'help') return settings
    console.log(usage(sections))
    process.exit()
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage(sections)}`)
    process.exit(2)
  }
}

const usage = (sections: readonly string[]): string =>
  `npm run bench -- [--only ${sections.join(',')}] [--rounds 3] [--seconds 1]
                 [--rows 1000000] [--megabytes 20] [--json report/bench.json] [--write] [--postgres URL]

Measures side by side in one run, prints tables and what was promised, and writes JSON. With more rounds and seconds it gets
more exact. --write puts the tables of what was run into docs/speed.md, those of the targets when everything was run.
node build/tools/bench/compare.js A B compares two reports.`

function parsed(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'string', default: 'report/bench.json' },
      only: { type: 'string' },
      rows: { type: 'string', default: '1000000' },
      megabytes: { type: 'string', default: '20' },
      postgres: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  }).values
}

/** Rounds, seconds, rows, megabytes: none can be cut in parts. */
function above0(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number <= 0)
    throw new Error(`--${name} ${value}: expected a whole number above 0`)
  return number
}
