// `npm run bench`: runs the sections beside this file, prints a table of each and writes JSON. Everything on loopback,
// what is compared takes turns, medians.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { packageRoot } from '../../src/package-root.js'
import { type Figures, roundedFigures } from './figures.js'
import { sections } from './sections/all.js'
import { readSettings } from './settings.js'

const settings = readSettings(process.argv.slice(2), Object.keys(sections))
const results: Record<string, Figures> = {}
for (const name of settings.only) {
  const section = sections[name]
  if (section === undefined) continue
  const figures = await section.measure(settings)
  results[name] = figures
  console.log(`\n${section.title}`)
  console.table(roundedFigures(figures))
}

const file = resolve(packageRoot, settings.json)
mkdirSync(dirname(file), { recursive: true })
const report = { node: process.version, at: new Date().toISOString(), ...results }
writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`)
console.log(`wrote ${settings.json}`)
