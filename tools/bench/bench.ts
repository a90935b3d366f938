// `npm run bench`: runs the sections beside this file, prints a table of each and of what was promised, and writes JSON.
// Everything on loopback, what is compared takes turns, medians.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { packageRoot } from '../../src/package-root.js'
import { plain } from '../quality/table.js'
import { type BenchTable, commandOf, WHOLE, withTables } from './document.js'
import { type Figures, figureTable, flatFigures } from './figures.js'
import { sections } from './sections/all.js'
import { readSettings } from './settings.js'
import { NOT_MEASURED, targetTable } from './targets.js'

const settings = readSettings(process.argv.slice(2), Object.keys(sections))
const results: Record<string, Figures> = {}
const tables: BenchTable[] = []
for (const name of settings.only) {
  const section = sections[name]
  if (section === undefined) continue
  process.stderr.write(`${name} ...\n`)
  const figures = await section.measure(settings)
  if (figures === undefined) continue
  results[name] = figures
  const table = figureTable(figures)
  tables.push({ command: commandOf(name), table })
  console.log(`\n${section.title}\n${plain(table)}`)
}
const targets = targetTable(flatFigures(results))
console.log(`\ntargets\n${plain(targets)}`)
// Those of another run are not overwritten by less.
if (targets.rows.every(row => !row.includes(NOT_MEASURED))) tables.push({ command: WHOLE, table: targets })

const file = resolve(packageRoot, settings.json)
mkdirSync(dirname(file), { recursive: true })
const report = { node: process.version, at: new Date().toISOString(), ...results }
writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`)
console.log(`\nwrote ${settings.json}`)
if (settings.write) {
  const page = resolve(packageRoot, 'docs/speed.md')
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), tables))
  console.log('wrote docs/speed.md')
}
