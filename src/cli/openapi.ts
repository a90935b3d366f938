import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { buildApp } from '../app.js'
import { readConfig } from '../config.js'
import { buildMetrics } from '../operation/metrics.js'
import { packageRoot } from '../package-root.js'
import { loadScreener } from '../screening/load.js'
import { openStore } from '../store/store.js'

/**
 * Writes openapi/openapi.json, the answer of GET /openapi.json. With `--check` nothing is written: the exit code says
 * whether the committed file is up to date.
 */
const file = join(packageRoot, 'openapi', 'openapi.json')
const document = await currentDocument()

if (!process.argv.includes('--check')) {
  writeFileSync(file, document)
  console.log(`wrote ${file}`)
} else if (readFileSync(file, 'utf8') === document) {
  console.log('openapi/openapi.json is up to date')
} else {
  console.error('openapi/openapi.json is out of date: run `npm run openapi` and commit it')
  process.exitCode = 1
}

async function currentDocument(): Promise<string> {
  const config = readConfig({})
  const store = await openStore({ kind: 'sqlite', file: ':memory:' }, config.storeText)
  const screener = await loadScreener(config.dictDir)
  const app = await buildApp({
    config: { ...config, hasKeys: false, isWorker: false },
    screener,
    store,
    logger: pino({ level: 'silent' }),
    metrics: buildMetrics(),
  })
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  await store.close()
  return text
}
