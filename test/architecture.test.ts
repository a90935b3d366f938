import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * The house has one way through it. A room may use itself and what is named here; `config` and `version` are
 * leaves beside the walk, `quality` is what the commands measure and fit with. Types count as much as code.
 */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  main: ['app', 'config', 'metrics', 'moderation', 'screening', 'ruleset', 'tracing', 'workers'],
  app: ['http', 'metrics', 'moderation', 'screening', 'ruleset', 'version'],
  http: ['metrics', 'moderation', 'screening', 'ruleset'],
  moderation: ['screening', 'ruleset'],
  screening: ['ruleset'],
  ruleset: [],
  quality: ['screening', 'ruleset'],
  cli: ['app', 'config', 'http', 'metrics', 'moderation', 'quality', 'screening', 'ruleset', 'version'],
  config: ['moderation', 'workers'],
  workers: [],
  metrics: [],
  tracing: ['version'],
  version: [],
}

/** What only one room may take from outside: the core knows no network, database, clock or environment. */
const keptTo: Readonly<Record<string, readonly string[]>> = {
  fastify: ['app', 'http', 'tracing'],
  kysely: ['moderation'],
  libsql: ['moderation'],
  pg: ['moderation'],
  pino: ['main', 'cli'],
  'prom-client': ['metrics', 'workers'],
  'linkify-it': ['screening'],
  'close-with-grace': ['main'],
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
  expect(touching).toEqual([])
})

function roomOf(file: string): string {
  return (file.split(/[\\/]/)[0] ?? '').replace(/\.[jt]s$/, '')
}
