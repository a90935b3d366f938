// `node build/tools/bench/compare.js BEFORE.json AFTER.json [MARGIN]`: fails when something got slower than the margin (0.15).
import { readFileSync } from 'node:fs'
import { flatFigures } from './figures.js'

const [before, after, margin = '0.15'] = process.argv.slice(2)
if (before === undefined || after === undefined) {
  console.error('node build/tools/bench/compare.js BEFORE.json AFTER.json [MARGIN]')
  process.exit(2)
}
const read = (file: string): ReadonlyMap<string, number> =>
  flatFigures(JSON.parse(readFileSync(file, 'utf8')))
/** More is better of rates and ratios of rates; less of everything else. */
const moreIsBetter = (name: string): boolean =>
  /PerSecond$|http\..*times|core\..*timesKuromoji|\.share$/.test(name)

const now = read(after)
let worse = 0
for (const [name, was] of read(before)) {
  const is = now.get(name)
  if (is === undefined) continue
  const change = moreIsBetter(name) ? was / is - 1 : is / was - 1
  if (change <= Number(margin)) continue
  worse++
  console.log(`${name}: ${was.toPrecision(4)} -> ${is.toPrecision(4)} (${Math.round(change * 100)}% worse)`)
}
console.log(
  worse === 0
    ? 'nothing got worse'
    : `${worse} figures got worse by more than ${Math.round(Number(margin) * 100)}%`,
)
process.exitCode = worse === 0 ? 0 : 1
