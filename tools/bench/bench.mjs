// `npm run bench [-- --seconds 4 --rounds 3 --json FILE --only core,steps --rows 1000000 --megabytes 20]`
// Runs the sections beside this file, prints a table of each and writes JSON. Everything on loopback, interleaved, medians.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
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
const USAGE = `npm run bench -- [--only ${Object.keys(sections).join(',')}] [--rounds 3] [--seconds 4]
                 [--rows 1000000] [--megabytes 20] [--json report/bench.json]

Measures side by side in one run, prints tables and writes JSON. node test/bench/compare.mjs A B compares two of them.`
const { values } = parsed({
  options: {
    help: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string', default: 'report/bench.json' },
    only: { type: 'string', default: Object.keys(sections).join(',') },
    rows: { type: 'string', default: '1000000' },
    megabytes: { type: 'string', default: '20' },
  },
})
if (values.help) {
  console.log(USAGE)
  process.exit()
}
const unknown = values.only.split(',').find(name => !(name in sections))
if (unknown !== undefined) refuse(`--only ${unknown}: no such section`)
for (const name of ['seconds', 'rounds', 'rows', 'megabytes'])
  if (!(Number(values[name]) > 0)) refuse(`--${name} ${values[name]}: expected a number above 0`)
const settings = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  rows: Number(values.rows),
  megabytes: Number(values.megabytes),
}
function parsed(options) {
  try {
    return parseArgs(options)
  } catch (error) {
    return refuse(error.message)
  }
}
function refuse(reason) {
  console.error(`${reason}\n\n${USAGE}`)
  process.exit(2)
}
/** Four figures are more than two noisy cores can tell. */
function rounded(value) {
  if (typeof value === 'number') return Number(value.toPrecision(4))
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)])) : value
}

const results = { node: process.version, at: new Date().toISOString() }
for (const name of values.only.split(',')) {
  const section = sections[name]
  results[name] = await section.measure(settings)
  console.log(`\n${section.title}`)
  console.table(rounded(results[name]))
}
const file = resolve(root, values.json)
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`)
console.log(`wrote ${values.json}`)
