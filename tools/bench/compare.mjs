// `node test/bench/compare.mjs BEFORE.json AFTER.json [MARGIN]`: fails when something got slower than the margin (0.15).
import { readFileSync } from 'node:fs'

const [before, after, margin = '0.15'] = process.argv.slice(2)
if (!after) {
  console.error('node test/bench/compare.mjs BEFORE.json AFTER.json [MARGIN]')
  process.exit(2)
}
const read = file => flatten(JSON.parse(readFileSync(file, 'utf8')))
const flatten = (value, path = '') =>
  typeof value === 'number'
    ? { [path]: value }
    : typeof value === 'object' && value !== null
      ? Object.assign({}, ...Object.entries(value).map(([key, part]) => flatten(part, path ? `${path}.${key}` : key)))
      : {}
/** More is better of rates and ratios of rates; less of everything else. */
const moreIsBetter = name => /PerSecond$|http\..*times|core\..*timesKuromoji|\.share$/.test(name)

const [old, now] = [read(before), read(after)]
let worse = 0
for (const name of Object.keys(old).filter(key => key in now)) {
  const change = moreIsBetter(name) ? old[name] / now[name] - 1 : now[name] / old[name] - 1
  if (change <= Number(margin)) continue
  worse++
  console.log(`${name}: ${old[name].toPrecision(4)} -> ${now[name].toPrecision(4)} (${Math.round(change * 100)}% worse)`)
}
console.log(worse === 0 ? 'nothing got worse' : `${worse} figures got worse by more than ${Math.round(Number(margin) * 100)}%`)
process.exitCode = worse === 0 ? 0 : 1
