import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const screen = (...parameters: readonly string[]) =>
  spawnSync(process.execPath, [resolve('dist/cli/screen.js'), ...parameters], {
    env: { PATH: process.env.PATH ?? '' },
    encoding: 'utf8',
  })

test('judges a file line by line, in order, and counts', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sekisho-screen-'))
  const file = join(directory, 'messages.jsonl')
  const lines = [
    '{"text":"LINEのIDを教えてください","messageId":"m-1"}',
    'no json',
    '',
    '{"text":""}',
    '{"text":"本日もよろしくお願いします","stge":"contracted"}',
    '{"text":"本日もよろしくお願いします","stage":"contracted"}',
  ]
  writeFileSync(file, lines.join('\n'))
  const { stdout, stderr, status } = screen(file)
  rmSync(directory, { recursive: true })
  const results = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(results.map(({ messageId, verdict, error }) => error ?? [messageId, verdict])).toEqual([
    ['m-1', 'block'],
    'line 2 is not JSON',
    expect.stringMatching(/^line 4: \/text /),
    expect.stringMatching(/^line 5: .*stge/),
    [null, 'allow'],
  ])
  expect(stderr).toMatch(/^5 messages in [\d.]+ s \(\d+ a second\)$/m)
  expect(stderr).toMatch(/^ +3 {2}error$/m)
  expect(status).toBe(0)
})

test('says what is wrong with a file that is not there, and how it is used', () => {
  const { stderr, status } = screen('/nowhere.jsonl')
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^ENOENT.*nowhere/)])
  expect(screen().stdout).toMatch(/^npm run screen -- FILE/)
})
