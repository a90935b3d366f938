import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { post, startProcess } from '../support/process.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-workers-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const run = (environment: Readonly<Record<string, string>>) => startProcess(directory, environment)

describe('several processes behind one port', () => {
  test('share the work and the store, survive a death, reload together and close together', async () => {
    const dictionary = join(directory, 'dict')
    await cp('dict', dictionary, { recursive: true })
    const service = run({ PORT: '0', WORKERS: '2', DICT_DIR: dictionary })
    const url = await service.url()
    // While the second is on its way the first tells its figures alone.
    const figures = await fetch(`${url}/metrics`)
    expect([figures.status, await figures.text()]).toEqual([
      200,
      expect.stringContaining('sekisho_ruleset_info{'),
    ])
    await service.says('"listening"[\\s\\S]*"listening"')
    const stored = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        post(url, {
          text: `詳細はLINEでお話しします。IDは abc-${at} です。追加してください`,
          messageId: `m-${at % 20}`,
        }),
      ),
    )
    expect(stored.filter(one => JSON.stringify(one).includes('"verdict":"block"'))).toHaveLength(20)
    const all = await (await fetch(`${url}/metrics`)).text()
    // Twenty messages, each sent twice; the second of two at the same time may be judged as well.
    const judged = Number(/^sekisho_messages_total\{verdict="block"\} (\d+)$/m.exec(all)?.[1])
    expect(judged).toBeGreaterThanOrEqual(20)
    expect(judged).toBeLessThanOrEqual(40)
    const policy = join(dictionary, 'policy.yaml')
    writeFileSync(policy, readFileSync(policy, 'utf8').replace(/^version: .*$/m, 'version: 9.9.9'))
    expect((await fetch(`${url}/ruleset/reload`, { method: 'POST' })).status).toBe(200)
    await service.says('dictionary reloaded[\\s\\S]*dictionary reloaded')
    for (let i = 0; i < 8; i++)
      expect(
        await (await fetch(`${url}/ruleset`, { headers: { connection: 'close' } })).json(),
      ).toMatchObject({
        version: '9.9.9',
      })

    const pids = [...service.output().matchAll(/"pid":(\d+)/g)].map(match => Number(match[1]))
    process.kill(pids[0] ?? 0, 'SIGKILL')
    await service.says('a worker died and is started again')
    for (let i = 0; i < 8; i++)
      expect((await fetch(`${url}/readyz`, { headers: { connection: 'close' } })).status).toBe(200)
    expect(await service.stop('SIGTERM')).toBe(0)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  test('one that hangs is replaced, and the others go on', { timeout: 180_000 }, async () => {
    const service = run({ PORT: '0', WORKERS: '2', WORKER_TIMEOUT: '2', READER: 'off' })
    const url = await service.url()
    await service.says('"listening"[\\s\\S]*"listening"')
    const pids = [...service.output().matchAll(/"pid":(\d+)/g)].map(match => Number(match[1]))
    process.kill(pids[0] ?? 0, 'SIGSTOP')
    await service.says('silent for 2 s')
    await service.says('(?:"listening"[\\s\\S]*){3}')
    for (let i = 0; i < 8; i++)
      expect((await fetch(`${url}/readyz`, { headers: { connection: 'close' } })).status).toBe(200)
    const figures = await (await fetch(`${url}/metrics`)).text()
    expect(figures).toMatch(/^sekisho_workers_replaced_total\{reason="hung"\} 1$/m)
    // It was ended, not left behind.
    expect(() => process.kill(pids[0] ?? 0, 0)).toThrow()
    expect(await service.stop('SIGTERM')).toBe(0)
  })

  test('end together, also while one is being started again', { timeout: 120_000 }, async () => {
    const service = run({ PORT: '0', WORKERS: '2', READER: 'off' })
    await service.url()
    await service.says('"listening"[\\s\\S]*"listening"')
    const pids = [...service.output().matchAll(/"pid":(\d+)/g)].map(match => Number(match[1]))
    process.kill(pids[0] ?? 0, 'SIGKILL')
    await service.says('a worker died')
    // The new one is forked after a second, and then loads for some: it has no ears yet.
    await pause(1_500)
    expect(await service.stop('SIGTERM')).toBe(0)
  })

  test('what keeps them from starting is said once', async () => {
    const service = run({ PORT: '0', WORKERS: '2', DICT_DIR: '/nowhere' })
    expect(await service.ended()).toBe(1)
    expect(service.output().trim().split('\n')).toEqual([expect.stringMatching(/^sekisho: .*\/nowhere/)])
  })
})
