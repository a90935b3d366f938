import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { DEFAULT_KIND, DEFAULT_STAGE } from '../../src/contract/defaults.js'
import type { Case } from '../quality/dataset.js'

/** What a reader that had not seen the family says of each message: the file that `npm run read-corpus` writes. */

const header = z.strictObject({ categories: z.array(z.string()) })
const line = z.strictObject({
  key: z.string(),
  logOdds: z.array(z.number()),
  /** It was read by the network that judges, which had not seen it either: the text was written since. */
  shipped: z.literal(true).optional(),
})

export interface Opinion {
  /** By category. */
  readonly logOdds: ReadonlyMap<string, number>
  readonly isShipped: boolean
}

/** What was said of a message; undefined when no such reader read it. */
export type OpinionsOf = (item: Case) => Opinion | undefined

export function readOpinions(path: string): OpinionsOf {
  if (!existsSync(path)) return () => undefined
  const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  const { categories } = header.parse(JSON.parse(first))
  const byKey = new Map(
    rest.map(row => {
      const { key, logOdds, shipped = false } = line.parse(JSON.parse(row))
      const byCategory = new Map(categories.map((category, at) => [category, logOdds[at] ?? 0]))
      return [key, { logOdds: byCategory, isShipped: shipped }]
    }),
  )
  return item => byKey.get(keyOf(item))
}

export const headerLine = (categories: readonly string[]): string => JSON.stringify({ categories })

export function opinionLine(
  item: Case,
  categories: readonly string[],
  { logOdds, isShipped }: Opinion,
): string {
  const rounded = categories.map(category => Math.round(100 * (logOdds.get(category) ?? 0)) / 100)
  return JSON.stringify({ key: keyOf(item), logOdds: rounded, ...(isShipped && { shipped: true }) })
}

/** A message as the reader sees it. */
function keyOf({ text, input: { stage = DEFAULT_STAGE, kind = DEFAULT_KIND, history = [] } }: Case): string {
  return createHash('sha256')
    .update(JSON.stringify([text, stage, kind, history]))
    .digest('hex')
    .slice(0, 16)
}

/** The reader's folds: the trainer in `training/` holds out the same families. */
export function readerFoldOf(family: string, folds: number): number {
  return Number(createHash('sha256').update(family).digest().readBigUInt64BE(0) % BigInt(folds))
}
