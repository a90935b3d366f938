import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * The house has one way through it. A room may use itself and what is named here; `config`, `version` and `package-root`
 * are leaves beside the walk. Types count as much as code.
 */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  main: ['app', 'config', 'contract', 'delivery', 'operation', 'store', 'screening', 'tokeniser', 'version'],
  app: [
    'access',
    'config',
    'contract',
    'http',
    'moderation',
    'nats',
    'operation',
    'screening',
    'store',
    'version',
  ],
  http: [
    'access',
    'contract',
    'delivery',
    'moderation',
    'operation',
    'ruleset',
    'screening',
    'store',
    'package-root',
  ],
  nats: ['config', 'contract', 'http', 'store'],
  access: ['contract', 'store'],
  delivery: ['contract', 'store'],
  operation: ['contract', 'store', 'version'],
  moderation: ['contract', 'screening', 'store'],
  screening: ['contract', 'ruleset', 'tokeniser'],
  ruleset: ['contract'],
  store: ['contract'],
  tokeniser: [],
  contract: [],
  cli: [
    'access',
    'app',
    'config',
    'contract',
    'moderation',
    'operation',
    'package-root',
    'ruleset',
    'screening',
    'store',
    'tokeniser',
  ],
  config: ['contract', 'package-root'],
  version: ['package-root'],
  'package-root': [],
}

/** The rooms of the core, in the order of the method: each may use those before it. */
const method = ['text', 'reading', 'fingerprint', 'rules', 'reader', 'model', 'verdict'] as const

/** What only one room may take from outside: the core knows no network, database, clock or environment. */
const keptTo: Readonly<Record<string, readonly string[]>> = {
  fastify: ['app', 'http', 'operation'],
  kysely: ['store'],
  libsql: ['store'],
  ioredis: ['store'],
  pg: ['store'],
  pino: ['main', 'cli'],
  'prom-client': ['operation'],
  'linkify-it': ['screening'],
  'close-with-grace': ['main'],
  'openid-client': ['access'],
  jose: ['access'],
  vega: ['cli'],
  'vega-lite': ['cli'],
  'csv-stringify': ['cli'],
  '@nats-io/transport-node': ['nats'],
  '@nats-io/jetstream': ['nats'],
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
const imports = files.flatMap(file =>
  [...readFileSync(join('src', file), 'utf8').matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)].map(
    match => ({
      file,
      from: roomOf(file),
      target: match[1] ?? match[2] ?? '',
    }),
  ),
)

test('every room is known', () => {
  expect([...new Set(files.map(roomOf))].filter(room => !(room in mayUse))).toEqual([])
})

describe('imports point one way', () => {
  const inner = imports
    .filter(({ target }) => target.startsWith('.'))
    .map(({ file, from, target }) => ({
      file,
      from,
      to: roomOf(relative('src', join('src', dirname(file), target))),
    }))

  test('there are imports to check', () => {
    expect(inner.length).toBeGreaterThan(50)
  })

  test.each(Object.keys(mayUse))('%s', room => {
    const allowed = [room, ...(mayUse[room] ?? [])]
    const strays = inner.filter(({ from, to }) => from === room && !allowed.includes(to))
    expect(strays).toEqual([])
  })
})

describe('inside the core a step uses only the steps before it', () => {
  const inner = imports
    .filter(({ file, target }) => file.startsWith('screening/') && target.startsWith('.'))
    .map(({ file, target }) => ({ file, from: stepOf(file), to: stepOf(join(dirname(file), target)) }))

  test.each(method)('%s', step => {
    const allowed: readonly (string | undefined)[] = [
      ...method.slice(0, method.indexOf(step) + 1),
      undefined, // another room: checked above
    ]
    const own = inner.filter(({ from }) => from === step)
    expect(own.filter(({ to }) => !allowed.includes(to))).toEqual([])
  })

  test('every folder of the core is a step', () => {
    const steps = new Set(files.filter(file => file.startsWith('screening/')).map(stepOf))
    expect([...steps].filter(step => step !== '' && !method.some(known => known === step))).toEqual([])
  })

  /** The folder below `screening/`; '' for its own files, undefined for another room. */
  function stepOf(file: string): string | undefined {
    const [room, step, ...rest] = file.split('/')
    if (room !== 'screening') return undefined
    return rest.length > 0 ? step : ''
  }
})

test.each(Object.entries(keptTo))('%s is used in %s only', (name, rooms) => {
  const users = imports.filter(({ target }) => target === name || target.startsWith(`${name}/`))
  expect(users.length).toBeGreaterThan(0)
  expect(users.filter(({ from }) => !rooms.includes(from))).toEqual([])
})

test('the core reads no environment and no clock', () => {
  const touching = files.filter(
    file =>
      ['screening', 'ruleset'].includes(roomOf(file)) &&
      /process\.env|Date\.now|new Date\(|performance\.now|Math\.random/.test(
        readFileSync(join('src', file), 'utf8'),
      ),
  )
  // It sets a variable for a library and reads none.
  expect(touching).toEqual(['screening/reader/no-telemetry.ts'])
})

test('the environment is read in the configuration and nowhere else', () => {
  const tools = readdirSync('tools', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => join('tools', file))
  const sources = [...files.map(file => join('src', file)), ...tools]
  const reading = sources.filter(file => readFileSync(file, 'utf8').includes('process.env'))
  expect(reading).toEqual([join('src', 'config.ts'), join('src', 'screening/reader/no-telemetry.ts')])
})

function roomOf(file: string): string {
  return (file.split(/[\\/]/)[0] ?? '').replace(/\.[jt]s$/, '')
}
