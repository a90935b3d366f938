// `npm run bench [-- --seconds 4 --rounds 3 --json FILE --only core,steps --rows 1000000 --megabytes 20]`
// Runs the sections beside this file, prints a table of each and writes JSON. Everything on loopback, interleaved, medians.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './context.mjs'
import * as core from './sections/core.mjs'
import * as growth from './sections/growth.mjs'
import * as http from './sections/http.mjs'
import * as rows from './sections/rows.mjs'
import * as start from './sections/start.mjs'
import * as steps from './sections/steps.mjs'
import * as storage from './sections/storage.mjs'
import * as stream from './sections/stream.mjs'
import * as worst from './sections/worst.mjs'

const sections = { core, steps, growth, worst, start, http, storage, stream, rows }
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string', default: 'report/bench.json' },
    only: { type: 'string', default: Object.keys(sections).join(',') },
    rows: { type: 'string', default: '1000000' },
    megabytes: { type: 'string', default: '20' },
  },
})
const settings = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  rows: Number(values.rows),
  megabytes: Number(values.megabytes),
}
/** Four figures are more than two noisy cores can tell. */
function rounded(value) {
  if (typeof value === 'number') return Number(value.toPrecision(4))
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)])) : value
}

const results = { node: process.version, at: new Date().toISOString() }
for (const name of values.only.split(',')) {
  const section = sections[name]
  if (!section) throw new Error(`--only ${name}: there are ${Object.keys(sections).join(', ')}`)
  results[name] = await section.measure(settings)
  console.log(`\n${section.title}`)
  console.table(rounded(results[name]))
}
const file = join(root, values.json)
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`)
console.log(`wrote ${values.json}`)
