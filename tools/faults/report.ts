import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { packageRoot } from '../../src/package-root.js'
import type { Tally } from './tally.js'

/** Findings that are shown one by one; the table has all their numbers. */
const SHOWN = 20

export function printTally(title: string, { rows, findings, repeatedEvents }: Tally): void {
  console.log(`\n${title}`)
  console.table(
    Object.fromEntries(
      rows.map(({ fault, wrong, late, silence, recovery, slowestWebhook, unreachable, ...counts }) => [
        fault,
        {
          ...counts,
          'nobody there': unreachable,
          'silence s': seconds(silence),
          'again after s': seconds(recovery),
          'webhook s': seconds(slowestWebhook),
          result: wrong.length > 0 ? 'WRONG' : late.length > 0 ? 'late' : 'ok',
        },
      ]),
    ),
  )
  console.log(`webhooks delivered again, under the same id: ${repeatedEvents}`)
  for (const { fault, wrong, late } of rows)
    for (const complaint of [...wrong, ...late].slice(0, SHOWN)) console.log(`${fault}: ${complaint}`)
  for (const { during, kind, what } of findings.slice(0, SHOWN)) console.log(`  ${during}, ${kind}: ${what}`)
  if (findings.length > SHOWN) console.log(`  and ${findings.length - SHOWN} more`)
}

const seconds = (milliseconds: number): number => Math.round(milliseconds / 10) / 100

export interface Counts {
  readonly passed: number
  readonly failed: number
}

/** One test a fault and store. `clock`: what came too late has failed as well. */
export function countOf(tallies: readonly Tally[], { clock }: { readonly clock: boolean }): Counts {
  const rows = tallies.flatMap(one => one.rows)
  const failed = rows.filter(({ wrong, late }) => wrong.length > 0 || (clock && late.length > 0)).length
  return { passed: rows.length - failed, failed }
}

/** In the form that `.ci/count.mjs` adds up. `file` is relative to the package. */
export function writeCounts(file: string, { passed, failed }: Counts): void {
  const path = resolve(packageRoot, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: [] }))
}
