import { beforeEach, describe, expect, test } from 'vitest'
import {
  buildGatekeeper,
  type Gatekeeper,
  TRUST,
  TRUST_WITHOUT_STORE,
} from '../../../src/access/gatekeeper.js'
import type { Caller } from '../../../src/store/keys.js'

const moderator: Caller = { tenant: 'acme', role: 'moderator', actor: 'sato' }
let known: Map<string, Caller>
let asked: number
let away: boolean
let silent: boolean
/** Has the store answer after all. */
let answer: () => void
let time: number

beforeEach(() => {
  known = new Map([['sek_right', moderator]])
  asked = 0
  away = false
  silent = false
  answer = () => undefined
  time = 1_000_000
})

const keys = {
  any: async () => {
    if (silent) await untilAnswered()
    if (away) throw new Error('away')
    return known.size > 0
  },
  identify: async (key: string) => {
    asked++
    if (silent) await untilAnswered()
    if (away) throw new Error('away')
    return known.get(key)
  },
}
const untilAnswered = () =>
  new Promise<void>(resolve => {
    answer = resolve
  })
const gate = (hasKeys: boolean): Gatekeeper => buildGatekeeper(keys, { hasKeys, now: () => time })

describe('with keys', () => {
  test.each([
    [undefined, 'missing'],
    ['', 'unknown'],
    ['sek_right', 'unknown'],
    ['Basic sek_right', 'unknown'],
    ['Bearer', 'unknown'],
    ['Bearer sek_wrong', 'unknown'],
    ['Bearer sek_right more', 'unknown'],
    ['Bearer sek_right', 'admitted'],
    ['bearer  sek_right', 'admitted'],
  ])('%s is %s', async (header, kind) => {
    expect((await gate(true)(header)).kind).toBe(kind)
  })

  test('a key is believed for a while, and a revoked one no longer than that', async () => {
    const admit = gate(true)
    for (let i = 0; i < 10; i++)
      expect(await admit('Bearer sek_right')).toEqual({
        kind: 'admitted',
        caller: moderator,
        by: 'key',
        expiresAt: null,
      })
    expect(asked).toBe(1)
    known.clear()
    time += TRUST
    expect((await admit('Bearer sek_right')).kind).toBe('unknown')
  })

  test('while the store is away who was known stays known, and nobody else gets in', async () => {
    const admit = gate(true)
    await admit('Bearer sek_right')
    away = true
    time += TRUST_WITHOUT_STORE - 1
    expect((await admit('Bearer sek_right')).kind).toBe('admitted')
    await expect(admit('Bearer sek_wrong')).rejects.toThrow('away')
  })

  test('but for a minute at most since the store last knew it, however often it is used', async () => {
    const admit = gate(true)
    await admit('Bearer sek_right')
    away = true
    for (let second = 0; second < 59; second++) {
      time += 1_000
      expect((await admit('Bearer sek_right')).kind).toBe('admitted')
    }
    time += 1_001
    await expect(admit('Bearer sek_right')).rejects.toThrow('away')
    // Trust lasts less than a second: the store is asked at each of these 61 requests, and no more.
    expect(asked).toBeLessThanOrEqual(61)
  })

  test('a store that says nothing holds up nobody whom it knew; what it says at last counts', async () => {
    const admit = gate(true)
    await admit('Bearer sek_right')
    silent = true
    known.clear()
    time += TRUST
    expect((await admit('Bearer sek_right')).kind).toBe('admitted')
    expect((await admit('Bearer sek_right')).kind).toBe('admitted')
    expect(asked).toBe(2)
    answer()
    silent = false
    await new Promise(setImmediate)
    expect((await admit('Bearer sek_right')).kind).toBe('unknown')
  })

  test('it never opens, though every key is gone', async () => {
    known.clear()
    expect((await gate(true)(undefined)).kind).toBe('missing')
  })
})

describe('with sessions', () => {
  const caller: Caller = { tenant: 'acme', role: 'admin', actor: 'suzuki' }
  const expiresAt = () => new Date(1_000_000 + 20_000).toISOString()
  let isOn: boolean
  beforeEach(() => {
    isOn = true
  })
  const sessions = {
    identify: async (token: string) => {
      asked++
      if (away) throw new Error('away')
      return isOn && token === 'ses_right' ? { caller, expiresAt: expiresAt() } : undefined
    },
  }
  const gateOf = () => buildGatekeeper(keys, { hasKeys: true, sessions, now: () => time })

  test.each([
    [undefined, 'ses_right', 'oidc'],
    [undefined, 'ses_wrong', undefined],
    [undefined, 'sek_right', undefined],
    ['Bearer sek_right', 'ses_right', 'key'],
    ['Bearer ses_right', undefined, undefined],
    ['Bearer sek_wrong', 'ses_right', undefined],
  ])('%s and the cookie %s: let in by %s', async (header, session, by) => {
    const admission = await gateOf()(header, session)
    expect(admission.kind === 'admitted' ? admission.by : undefined).toBe(by)
  })

  test('one is believed for a while, and no longer than that when it has ended elsewhere', async () => {
    const admit = gateOf()
    for (let i = 0; i < 10; i++)
      expect(await admit(undefined, 'ses_right')).toEqual({
        kind: 'admitted',
        caller,
        by: 'oidc',
        expiresAt: expiresAt(),
      })
    expect(asked).toBe(1)
    isOn = false
    time += TRUST
    expect((await admit(undefined, 'ses_right')).kind).toBe('ended')
  })

  test('one that has ended here is not believed from then on', async () => {
    const admit = gateOf()
    await admit(undefined, 'ses_right')
    isOn = false
    admit.forget('ses_right')
    expect((await admit(undefined, 'ses_right')).kind).toBe('ended')
  })

  test('one that is over is not believed, though the store is away', async () => {
    const admit = gateOf()
    await admit(undefined, 'ses_right')
    away = true
    time += 19_999
    expect((await admit(undefined, 'ses_right')).kind).toBe('admitted')
    time += 1
    expect((await admit(undefined, 'ses_right')).kind).toBe('ended')
  })

  test('where nobody signs in no cookie lets anybody in', async () => {
    expect((await gate(true)(undefined, 'ses_right')).kind).toBe('ended')
  })
})

describe('without keys', () => {
  test('everybody is the admin of the default tenant, until the first key', async () => {
    const first = [...known]
    known.clear()
    const admit = gate(false)
    expect(await admit(undefined)).toMatchObject({ caller: { tenant: 'default', role: 'admin' } })
    known = new Map(first)
    time += 1_000
    expect((await admit(undefined)).kind).toBe('missing')
  })
  test('a store that says nothing leaves it open, and soon', async () => {
    known.clear()
    silent = true
    expect((await gate(false)(undefined)).kind).toBe('admitted')
  })
})
