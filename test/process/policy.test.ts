import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadRuleset } from '../../src/ruleset/load.js'
import { openStore } from '../../src/store/store.js'
import { judged } from '../support/screenings.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-policy-'))
  cpSync('dict', join(directory, 'dict'), { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

const inDirectory = (command: string, ...parameters: string[]) =>
  spawnSync(command, parameters, {
    cwd: directory,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: `sqlite:${join(directory, 'a.db')}`,
      DICT_DIR: join(directory, 'dict'),
    },
  })
const propose = (...parameters: string[]) =>
  inDirectory(process.execPath, resolve('dist/cli/policy.js'), '--propose', ...parameters)
const policy = () => readFileSync(join(directory, 'dict', 'policy.yaml'), 'utf8')

/** What a policy says of two cautions. */
const cautionsOf = (source: string) => source.match(/ {2}(?:unpaid_trial|low_unit_price):\n.*flag.*/g) ?? []

/** So many that passed and were audited, and flagged as 教材 with a confidence of 0.7; all of them were fine. */
async function fill(tenant: string, passed: number, flagged: number): Promise<void> {
  const rates = { secondReviewRate: 0, goldenRate: 0, auditRate: 1 }
  const store = await openStore({ kind: 'sqlite', file: join(directory, 'a.db') }, 'full', { rates })
  const texts = [...Array(passed).fill('ok'), ...Array(flagged).fill('教材')]
  const screenings = texts.map(text => judged({ text }))
  await store.inbox.keep(tenant, screenings)
  for (const { judgement } of screenings) store.tallies.count(tenant, judgement)
  await store.tallies.flush()
  const ids = screenings.map(({ id }) => id)
  await store.queue.reviewAll(tenant, ids, 'sato', { decision: 'dismissed' })
  await store.close()
}

describe('the command proposes a policy', () => {
  test('as a diff that git takes, comments and all, and changes nothing by itself', async () => {
    await fill('acme', 90, 10)
    const before = policy()
    const file = join(directory, 'policy.diff')
    const { stdout, stderr, status } = propose('--max-miss-rate', '0.05', '--write', file)
    expect([stdout, status]).toEqual(['', 0])
    expect(stderr).toContain('100 judged, 90 passed; of 90 drawn for an audit 90 decided')
    expect(stderr).toContain('proposed: 100.0% pass without a person')
    expect(policy()).toBe(before)
    expect(propose('--max-miss-rate', '0.05').stdout).toBe(readFileSync(file, 'utf8'))

    const applied = inDirectory('git', 'apply', '--verbose', file)
    expect([applied.status, applied.stderr]).toEqual([0, expect.stringContaining('cleanly')])
    const { flag, review, block } =
      loadRuleset(join(directory, 'dict')).policy.thresholds.mlm?.pre_contract ?? {}
    expect(flag).toBeGreaterThan(0.7)
    expect([review, block]).toEqual([flag, 0.9])
    const numbersOut = (source: string) => source.replaceAll(/: \d\.\d+/g, '')
    expect(numbersOut(policy())).toBe(numbersOut(before))
    // Cautions stay as they were.
    expect(cautionsOf(before)).toHaveLength(2)
    expect(cautionsOf(policy())).toEqual(cautionsOf(before))
  })

  test('of one tenant alone when it is named', async () => {
    await fill('acme', 90, 10)
    await fill('other', 40, 0)
    expect(propose('--max-miss-rate', '0.05').stderr).toContain('140 judged')
    expect(propose('--max-miss-rate', '0.05', '--tenant', 'other').stderr).toContain('40 judged')
    expect(propose('--tenant', 'nobody').stderr).toContain('nothing was judged')
  })

  test('or says that there is not enough, with the number that is needed', async () => {
    await fill('acme', 90, 10)
    const file = join(directory, 'policy.diff')
    const { stdout, stderr, status } = propose('--write', file)
    expect([stdout, status, existsSync(file)]).toEqual(['', 1, false])
    expect(stderr).toContain('2697 audited messages have to be decided')
  })

  test.each([
    [['--max-miss-rate', '0'], /--max-miss-rate is "0": expected a number from 0\.000001 to 0\.5/],
    [['--max-miss-rate', 'few'], /--max-miss-rate is "few"/],
    [['--days', '-1'], /--days/],
    [['--apply'], /Unknown option '--apply'/],
  ])('%o is refused', (parameters, says) => {
    const { stderr, status } = propose(...parameters)
    expect(stderr).toMatch(says)
    expect(status).toBe(1)
  })

  test('without --propose it says what it does', () => {
    const { stdout, status } = inDirectory(process.execPath, resolve('dist/cli/policy.js'))
    expect([stdout.split(' -- ')[0], status]).toEqual(['npm run policy', 0])
  })
})
