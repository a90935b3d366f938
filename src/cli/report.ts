import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { fill } from '../moderation/statement/words.js'
import { BOUNDS } from '../moderation/transparency/handling.js'
import { type ReportPeriod, reportPeriod } from '../moderation/transparency/period.js'
import { tablesOf } from '../moderation/transparency/tables.js'
import { loadReportWords, type ReportWords } from '../moderation/transparency/words.js'
import { packageRoot } from '../package-root.js'
import { loadCategories } from '../ruleset/load.js'
import { openStore, type Store } from '../store/store.js'
import { fail } from './fail.js'
import { progress } from './progress.js'
import { csvOf } from './transparency/csv.js'
import { dayOf, momentOf } from './transparency/format.js'
import { pageOf } from './transparency/page.js'

const USAGE = `npm run report -- --from 2026-01-01 --to 2026-06-30 [--tenant NAME] [--out DIR] [--suppress-below N]

Writes the transparency report of a tenant for whole days in Japan, both included, from the store that DATABASE_URL names:
report.html in Japanese, and every table as CSV. Only counts are read, all of one moment, while the service goes on.
  --tenant          needed where the store has several
  --out             where to write; report without it
  --suppress-below  hides counts from 1 to below N, and those that would tell them`

/** Milliseconds that the store may take. */
const PATIENCE = 600_000

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      tenant: { type: 'string' },
      out: { type: 'string', default: 'report' },
      'suppress-below': { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const asked = reportPeriod(values.from, values.to)
  const least = leastOf(values['suppress-below'])
  const { database, storeText, dictDir, retentionDays } = readConfig()
  const words = loadReportWords(join(packageRoot, 'words', 'report.yaml'))
  const categories = loadCategories(dictDir)
  const now = new Date()
  const { tenant, figures } = await count(
    await openStore(database, storeText, { patience: PATIENCE }),
    values.tenant,
    asked,
  )
  const naming = { words, categories, months: asked.months.map(({ name }) => name) }
  const tables = tablesOf(figures, naming, least)
  progress('drawing')
  const page = await pageOf({
    tables,
    words,
    tenant,
    period: fill(words.period, { from: dayOf(asked.days.first), to: dayOf(asked.days.last) }),
    made: fill(words.made, { at: momentOf(now) }),
    warnings: warningsOf(asked, words, { now, retentionDays, least }),
  })
  progress('')
  write(values.out, [
    ['report.html', page],
    ...tables.map(table => [`${table.id}.csv`, csvOf(table, words)] as const),
  ])
  process.stdout.write(`${join(values.out, 'report.html')} and ${tables.length} tables as CSV\n`)
}

/** Closes the store. */
async function count(store: Store, name: string | undefined, asked: ReportPeriod) {
  try {
    const tenant = tenantOf(await store.transparency.tenants(), name)
    const figures = await store.transparency.figures(
      { tenant: tenant ?? '', ...asked, bounds: BOUNDS },
      (done, of) => progress(`counting, step ${done + 1} of ${of}`),
    )
    return { tenant, figures }
  } finally {
    progress('')
    await store.close()
  }
}

/** Two platforms are never counted together. */
function tenantOf(tenants: readonly string[], name: string | undefined): string | undefined {
  const known = tenants.join(', ') || 'none'
  if (name === undefined) {
    if (tenants.length > 1) throw new Error(`--tenant: missing; the store has several: ${known}`)
    return tenants[0]
  }
  if (!tenants.includes(name))
    throw new Error(`--tenant ${JSON.stringify(name)}: the store has no such tenant; it has: ${known}`)
  return name
}

function write(directory: string, files: readonly (readonly [name: string, text: string])[]): void {
  try {
    mkdirSync(directory, { recursive: true })
    for (const [name, text] of files) writeFileSync(join(directory, name), text)
  } catch (error) {
    throw new Error(
      `--out ${JSON.stringify(directory)}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function leastOf(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new Error(`--suppress-below ${JSON.stringify(value)}: expected a whole number from 1 to 999999`)
  return Number(value)
}

const DAY = 24 * 60 * 60 * 1_000

function warningsOf(
  { period: { from, to } }: ReportPeriod,
  { warnings }: ReportWords,
  {
    now,
    retentionDays,
    least,
  }: { readonly now: Date; readonly retentionDays: number; readonly least: number },
): readonly string[] {
  return [
    ...(now.getTime() - from.getTime() > retentionDays * DAY
      ? [fill(warnings.expired, { days: String(retentionDays) })]
      : []),
    ...(to > now ? [warnings.unfinished] : []),
    ...(least > 1 ? [fill(warnings.suppressed, { least: String(least) })] : []),
  ]
}

main().catch(fail)
