import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildIdFactory } from '../../src/contract/ids.js'
import {
  changeOf,
  describeChange,
  isLetGo,
  isNewlyFlagged,
  storedJudgement,
} from '../../src/moderation/impact.js'
import { openStore } from '../../src/store/store.js'
import { realScreener } from '../support/real-screener.js'
import { fakeScreener } from '../support/screener.js'

const stored = {
  id: 'scr_1',
  status: 'confirmed',
  verdict: 'block',
  categories: ['off_platform_contact'],
} as const

describe('what another dictionary would change', () => {
  test.each([
    ['nothing', { ...stored, input: { text: 'LINE' } }, undefined],
    [
      'lets go',
      { ...stored, input: { text: 'ok' } },
      'scr_1 confirmed: block -> allow, no more off_platform_contact',
    ],
    [
      'flags',
      { ...stored, verdict: 'allow' as const, categories: [], input: { text: '教材' } },
      'scr_1 confirmed: allow -> review, now material_purchase',
    ],
    ['adds', { ...stored, input: { text: 'LINEで教材' } }, 'scr_1 confirmed: block, now material_purchase'],
  ])('%s', (_name, before, expected) => {
    const change = changeOf(fakeScreener().screen(before.input), before)
    expect(change && describeChange(change)).toBe(expected)
    expect(change !== undefined && isLetGo(change)).toBe(expected?.includes('-> allow') ?? false)
    expect(change !== undefined && isNewlyFlagged(change)).toBe(expected?.includes('allow ->') ?? false)
  })
})

test('a message that was split over several is judged as a whole again', async () => {
  const message = {
    text: '5678 です。お電話お待ちしています。',
    history: [{ from: 'client' as const, text: '番号は 090-1234-' }],
    client: { id: 'c', identityVerified: false },
  }
  const judgement = realScreener.screen(message)
  expect(judgement.usedHistory).toEqual([{ message: 0, start: 4, end: 13 }])
  const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
  await store.inbox.keep('t', [{ id: buildIdFactory()(), message, judgement }])
  const changes = []
  for await (const page of store.archive({}))
    for (const screening of page) {
      const stored = storedJudgement(screening)
      changes.push(changeOf(realScreener.screen(stored.input), stored))
    }
  await store.close()
  expect(changes).toEqual([undefined])
})

test('the command judges the store with an edited dictionary', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sekisho-impact-'))
  const database = join(directory, 'a.db')
  const store = await openStore({ kind: 'sqlite', file: database }, 'full')
  const nextId = buildIdFactory()
  const keep = async (text: string) => {
    const screening = { id: nextId(), message: { text }, judgement: realScreener.screen({ text }) }
    await store.inbox.keep('t', [screening])
    return screening.id
  }
  const line = await keep('LINEのIDを教えてください')
  await keep('最初に教材を30,000円でご購入いただきます')
  await store.queue.review('t', line, 'a', { decision: 'confirmed' })
  await store.close()
  cpSync('dict', join(directory, 'dict'), { recursive: true })
  const policy = join(directory, 'dict', 'policy.yaml')
  const environment = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: `sqlite:${database}`,
    DICT_DIR: join(directory, 'dict'),
  }
  const impact = () =>
    spawnSync(process.execPath, [resolve('dist/cli/rules.js'), '--impact'], {
      env: environment,
      encoding: 'utf8',
    })
  expect(impact().stdout).toContain('2 stored messages judged again: 0 change')
  writeFileSync(policy, readFileSync(policy, 'utf8').replaceAll(/, review: [\d.]+, block: [\d.]+/g, ''))
  const { stdout, stderr } = impact()
  rmSync(directory, { recursive: true })
  expect(stderr).toBe('')
  expect(stdout).toMatch(new RegExp(`^${line} confirmed: block -> `, 'm'))
  expect(stdout).toMatch(/2 stored messages judged again: 2 change/)
})
