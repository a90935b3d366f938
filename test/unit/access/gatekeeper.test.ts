import { beforeEach, describe, expect, test } from 'vitest'
import { buildGatekeeper, type Gatekeeper, TRUST } from '../../../src/access/gatekeeper.js'
import type { Caller } from '../../../src/store/keys.js'

const moderator: Caller = { tenant: 'acme', role: 'moderator', actor: 'sato' }
let known: Map<string, Caller>
let asked: number
let away: boolean
let time: number

beforeEach(() => {
  known = new Map([['sek_right', moderator]])
  asked = 0
  away = false
  time = 1_000_000
})

const keys = {
  any: async () => {
    if (away) throw new Error('away')
    return known.size > 0
  },
  identify: async (key: string) => {
    asked++
    if (away) throw new Error('away')
    return known.get(key)
  },
}
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
      expect(await admit('Bearer sek_right')).toEqual({ kind: 'admitted', caller: moderator })
    expect(asked).toBe(1)
    known.clear()
    time += TRUST
    expect((await admit('Bearer sek_right')).kind).toBe('unknown')
  })

  test('while the store is away who was known stays known, and nobody else gets in', async () => {
    const admit = gate(true)
    await admit('Bearer sek_right')
    away = true
    time += 60_000
    expect((await admit('Bearer sek_right')).kind).toBe('admitted')
    await expect(admit('Bearer sek_wrong')).rejects.toThrow('away')
    time += 3_600_000
    await expect(admit('Bearer sek_right')).rejects.toThrow('away')
  })

  test('it never opens, though every key is gone', async () => {
    known.clear()
    expect((await gate(true)(undefined)).kind).toBe('missing')
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
})
