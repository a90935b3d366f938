import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Command, main, post, startProcess } from '../support/process.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-main-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

describe('the built service', () => {
  test('starts, makes its data directory, says where it is, answers and keeps', async () => {
    const service = run({ PORT: '0', READER: 'all' })
    const url = await service.url()
    expect(service.output()).toMatch(
      /^Sekisho is ready at http:\/\/127\.0\.0\.1:\d+ \(Swagger UI: http:\S+\/docs\)$/m,
    )
    const judgement = await post(url, { text: 'LINEのIDを教えてください', messageId: 'm' })
    expect(judgement).toMatchObject({ messageId: 'm', verdict: 'block' })
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(existsSync(join(directory, 'data', 'sekisho.db'))).toBe(true)
    expect(await service.stop('SIGTERM')).toBe(0)

    const again = run({ PORT: '0' })
    const list = await (await fetch(`${await again.url()}/screenings`)).json()
    expect(list).toMatchObject({ items: [{ messageId: 'm' }] })
    expect(await again.stop('SIGINT')).toBe(0)
  })

  test.each([
    ['evidence', true],
    ['full', false],
  ])('with STORE_TEXT=%s it says whether passed messages can be audited', async (STORE_TEXT, warns) => {
    const service = run({ PORT: '0', DATABASE_URL: 'sqlite::memory:', AUDIT_RATE: '0.1', STORE_TEXT })
    await service.url()
    // The log is whole once the service has ended.
    expect(await service.stop('SIGTERM')).toBe(0)
    expect(service.output().includes('AUDIT_RATE needs STORE_TEXT=full')).toBe(warns)
  })

  test('hears the signal through npm start', async () => {
    // Without exec in the script npm ends the shell and leaves the service running.
    const service = run({ PORT: '0', DATABASE_URL: 'sqlite::memory:' }, [
      'npm',
      'start',
      '--ignore-scripts',
      '--prefix',
      process.cwd(),
    ])
    const url = await service.url()
    expect(await service.stop('SIGTERM')).toBe(0)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  test('answers what it has accepted before it ends', async () => {
    const service = run({ PORT: '0', READER: 'all' })
    const url = await service.url()
    const messages = Array.from({ length: 300 }, (_, at) => ({
      text: `LINEで連絡してください。${at} `.repeat(20),
    }))
    const answer = fetch(`${url}/screen/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages }),
    })
    await new Promise(resolve => setTimeout(resolve, 300))
    const ended = service.stop('SIGTERM')
    expect(await (await answer).json()).toMatchObject({ results: { length: 300 } })
    const answered = performance.now()
    expect(await ended).toBe(0)
    expect(performance.now() - answered).toBeLessThan(2_000)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  test('reads its dictionary again at SIGHUP, and keeps the old one when the new one is broken', async () => {
    const dictionary = join(directory, 'dict')
    await copyDictionary(dictionary)
    const service = run({
      PORT: '0',
      DATABASE_URL: 'sqlite::memory:',
      DICT_DIR: dictionary,
      // Proving a dictionary delays other requests; here none may be refused for it.
      MAX_DELAY_MS: '0',
    })
    const url = await service.url()
    const policy = join(dictionary, 'policy.yaml')
    const inUse = async (): Promise<unknown> => await (await fetch(`${url}/ruleset`)).json()
    writeFileSync(policy, readFileSync(policy, 'utf8').replace(/^version: .*$/m, 'version: 9.9.9'))
    service.signal('SIGHUP')
    await service.says('dictionary reloaded')
    expect(await inUse()).toMatchObject({ version: '9.9.9' })

    writeFileSync(policy, 'version: [')
    service.signal('SIGHUP')
    await service.says('dictionary refused')
    expect(service.output()).toMatch(/policy\.yaml:\d+: /)
    expect(await inUse()).toMatchObject({ version: '9.9.9' })
    expect(await service.stop('SIGTERM')).toBe(0)
  })

  test('open to the network only with keys, and then only to them', async () => {
    const environment = { PORT: '0', HOST: '0.0.0.0' }
    const made = keys(['create', '--tenant', 'acme', '--role', 'admin', '--name', '佐藤'])
    expect(made.stdout).toMatch(/^sek_\w{26}_[\w-]{43}\n$/)
    const service = run(environment)
    const url = (await service.url()).replace('0.0.0.0', '127.0.0.1')
    expect((await fetch(`${url}/screenings`)).status).toBe(401)
    const authorization = `Bearer ${made.stdout.trim()}`
    expect((await fetch(`${url}/screenings`, { headers: { authorization } })).status).toBe(200)

    const [listed] = JSON.parse(keys(['list', '--json']).stdout)
    expect(listed).toMatchObject({ tenant: 'acme', role: 'admin', actor: '佐藤', revokedAt: null })
    expect(keys(['revoke', listed.id]).stdout).toContain('is revoked')
    expect(keys(['revoke', listed.id]).status).toBe(1)
    expect(keys(['create', '--tenant', 'acme', '--role', 'boss']).stderr).toMatch(
      /^--role: expected one of platform, moderator, admin/,
    )
    expect(await service.stop('SIGTERM')).toBe(0)
    // A revoked key is a key that was: nothing opens by itself.
    const again = run({ PORT: '0' })
    const local = await again.url()
    expect((await fetch(`${local}/screenings`, { headers: { authorization } })).status).toBe(401)
    expect(await again.stop('SIGTERM')).toBe(0)
  })
})

describe('a collector of traces', () => {
  test('gets a span for each request, in the trace of the caller, without a word or an id', async () => {
    let received = ''
    const collector = createHttpServer((request, response) => {
      request.on('data', chunk => (received += chunk))
      request.on('end', () => response.end('{}'))
    }).listen(0, '127.0.0.1')
    await once(collector, 'listening')
    const address = collector.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const service = run({ PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` })
    const url = await service.url()
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    await fetch(`${url}/screen`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
      body: JSON.stringify({ text: 'LINEのIDを教えてください', client: { id: 'client-77' } }),
    })
    await fetch(`${url}/screenings?clientId=client-77`)
    expect(await service.stop('SIGTERM')).toBe(0)
    collector.close()
    expect(received).toContain(`"traceId":"${traceId}"`)
    expect(received).toContain('"stringValue":"/screen"')
    expect(received).toContain('"stringValue":"/screenings"')
    expect(received).not.toContain('client-77')
    expect(received).not.toContain('LINE')
  })
})

describe('what keeps it from starting is one readable line', () => {
  test.each([
    [
      'a bad variable',
      { PORT: 'http' },
      /^sekisho: PORT is "http": expected a whole number from 0 to 65535$/,
    ],
    [
      'an open address',
      { HOST: '0.0.0.0' },
      /^sekisho: HOST is "0\.0\.0\.0" and there are no keys: other machines .+npm run keys -- create/,
    ],
    ['no dictionary', { DICT_DIR: '/nowhere' }, /^sekisho: .*\/nowhere/],
    [
      'a database that is none',
      { DATABASE_URL: `sqlite:${main}` },
      /^sekisho: DATABASE_URL: .+main\.js cannot be opened: .+/,
    ],
    [
      'a directory that cannot be made',
      { DATABASE_URL: `sqlite:${main}/a/b.db` },
      /^sekisho: DATABASE_URL: .+ cannot be opened: .+/,
    ],
    [
      'PostgreSQL away',
      { DATABASE_URL: 'postgres://secret@127.0.0.1:1/none' },
      /^sekisho: DATABASE_URL: the store at PostgreSQL cannot be opened: .+/,
    ],
  ])('%s', async (_name, environment, expected) => {
    const service = run({ PORT: '0', ...environment })
    expect(await service.ended()).toBe(1)
    const lines = service.output().trim().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(expected)
    expect(lines[0]).not.toContain('secret')
  })

  test('an address that is not here', async () => {
    keys(['create', '--tenant', 'acme', '--role', 'admin'])
    const service = run({ PORT: '0', HOST: '192.0.2.1' })
    expect(await service.ended()).toBe(1)
    expect(service.output().trim()).toMatch(/^sekisho: listen \S+: .*192\.0\.2\.1/)
  })

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const service = run({ PORT: String(port) })
    expect(await service.ended()).toBe(1)
    expect(service.output().trim()).toMatch(new RegExp(`^sekisho: PORT is in use: .*${port}; .+$`))
    other.close()
  })

  test('a broken rule file, by its name', async () => {
    const broken = join(directory, 'dict')
    await copyDictionary(broken)
    writeFileSync(join(broken, 'categories', 'mlm.yaml'), 'id: mlm\nrules: [\n')
    const service = run({ PORT: '0', DICT_DIR: broken })
    expect(await service.ended()).toBe(1)
    expect(service.output().trim()).toMatch(/^sekisho: .*mlm\.yaml.*$/)
  })
})

const run = (environment: Readonly<Record<string, string>>, command?: Command) =>
  startProcess(directory, environment, command)

/** The command, in the directory of the service: they share its store. */
function keys(parameters: readonly string[]) {
  const { PATH = '' } = process.env
  return spawnSync(process.execPath, [resolve('dist/cli/keys.js'), ...parameters], {
    cwd: directory,
    env: { PATH },
    encoding: 'utf8',
  })
}

async function copyDictionary(to: string): Promise<void> {
  const { cp } = await import('node:fs/promises')
  await cp('dict', to, { recursive: true })
}
