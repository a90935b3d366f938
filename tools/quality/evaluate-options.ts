import { parseArgs } from 'node:util'
import { z } from 'zod'

const USAGE = `usage: npm run evaluate -- FILE...|--campaigns [--parts] [--against FILE.json|REF] [--save FILE.json] [--write] ...
  FILE          JSONL, one {text, labels, optional?, stage?, kind?, family?, style?, id?} a line
  --campaigns   without FILE: put generated copies of texts together, and say how well
  --parts       judge by each part alone too (rules, voice, reader)
  --reader      all, uncertain or off: which messages the reader reads (READER when not given)
  --save FILE   write figures and answers as JSON, to compare with later
  --against     an answers file of --save, or a git ref that is built and asked: tell text by text what changed; exit
                code 1 when a violation that was caught is lost
  --allow-loss  lost violations are no failure
  --write       write the tables into docs/quality.md
  --misses      list the labels that were not found
  --extras      list the flags that no label supports
  --curve       print precision, recall and F1 of every category at each threshold
  --report DIR  write DIR/index.html: curves, calibration, and the worst misses and false alarms, to look at
  --json        print the figures as JSON instead of tables`

const readerUse = z.enum(['all', 'uncertain', 'off'], {
  error: '--reader: expected one of all, uncertain, off',
})

export interface Options {
  readonly paths: readonly string[]
  readonly campaigns: boolean
  readonly parts: boolean
  readonly reader: z.infer<typeof readerUse> | undefined
  readonly save: string | undefined
  readonly against: string | undefined
  readonly allowLoss: boolean
  readonly write: boolean
  readonly misses: boolean
  readonly extras: boolean
  readonly curve: boolean
  readonly report: string | undefined
  readonly json: boolean
}

/** What the command line asks for. Throws with one readable message. */
export function readOptions(args: readonly string[] = process.argv.slice(2)): Options {
  const flag = { type: 'boolean', default: false } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      campaigns: flag,
      parts: flag,
      reader: { type: 'string' },
      save: { type: 'string' },
      against: { type: 'string' },
      'allow-loss': flag,
      write: flag,
      misses: flag,
      extras: flag,
      curve: flag,
      report: { type: 'string' },
      json: flag,
    },
  })
  if ((positionals.length === 0) !== values.campaigns) throw new Error(USAGE)
  const { 'allow-loss': allowLoss, report, save, against, ...flags } = values
  const reader = readerUse.optional().safeParse(values.reader)
  if (!reader.success) throw new Error(reader.error.issues[0]?.message)
  return { ...flags, paths: positionals, reader: reader.data, save, against, allowLoss, report }
}
