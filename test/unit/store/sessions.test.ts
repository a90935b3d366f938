import { expect, test } from 'vitest'
import { onEveryStore } from '../../support/stores.js'

const HOUR = 60 * 60 * 1_000
const later = (milliseconds = HOUR): Date => new Date(Date.now() + milliseconds)
const person = { subject: 'issuer sub-1', role: 'moderator', name: '佐藤' } as const

onEveryStore('sessions', on => {
  const begin = (change: object = {}, end = later()) =>
    on.store.sessions.begin({ ...person, tenant: on.tenant, ...change }, end)

  test('the token is shown once; neither it nor who it is for the provider is kept', async () => {
    const { token, caller, expiresAt } = await begin()
    expect(token).toMatch(/^ses_[0-9A-Z]{26}_[\w-]{43}$/)
    expect(caller).toEqual({ tenant: on.tenant, role: 'moderator', actor: '佐藤' })
    expect(await on.store.sessions.identify(token)).toEqual({ caller, expiresAt })
    const trail = await on.store.audit.list(on.tenant, { limit: 9 })
    expect(trail.events).toMatchObject([{ type: 'signed_in', actor: '佐藤', detail: { role: 'moderator' } }])
    const kept = JSON.stringify([await on.store.sessions.list(), trail])
    for (const secret of [token.slice(31), person.subject]) expect(kept).not.toContain(secret)
  })

  test('a token that is not quite right is none', async () => {
    const { token } = await begin()
    const { token: other } = await begin({ subject: 'sub-2' })
    for (const wrong of ['', 'ses_', token.slice(0, -1), token.slice(0, 31) + other.slice(31), `${token} `])
      expect(await on.store.sessions.identify(wrong)).toBeUndefined()
  })

  test('one that has ended is none, and ends once', async () => {
    const { token } = await begin()
    expect(await on.store.sessions.end(token)).toBe(true)
    expect(await on.store.sessions.end(token)).toBe(false)
    expect(await on.store.sessions.identify(token)).toBeUndefined()
  })

  test('one that is over is none, and its person is forgotten at the next purge', async () => {
    const { token } = await begin({ name: '過去' }, later(-1))
    const { token: young } = await begin({ name: '現在' })
    expect(await on.store.sessions.identify(token)).toBeUndefined()
    expect(JSON.stringify(await on.store.sessions.list())).not.toContain('過去')
    // Nothing else is old enough.
    await on.store.erasure.purge(new Date(0))
    expect(await on.store.sessions.end(token)).toBe(false)
    expect(await on.store.sessions.identify(young)).toBeDefined()
  })

  test('an operator ends one by its id', async () => {
    const { token } = await begin()
    const id = `ses_${token.split('_')[1]}`
    expect(await on.store.sessions.endById(id, 'command line')).toBe(true)
    expect(await on.store.sessions.endById(id, 'command line')).toBe(false)
    expect(await on.store.sessions.identify(token)).toBeUndefined()
    const [last] = (await on.store.audit.list(on.tenant, { limit: 1 })).events
    expect(last).toMatchObject({ type: 'signed_out', actor: 'command line', detail: { name: '佐藤' } })
  })

  test.each([
    ['nobody else has it', '佐藤', '佐藤'],
    ['a key has it', 'backend', expect.stringMatching(/^backend \([0-9a-f]{6}\)$/)],
    ['somebody else has it', '田中', expect.stringMatching(/^田中 \([0-9a-f]{6}\)$/)],
    ['it means something else', 'me', expect.stringMatching(/^me \([0-9a-f]{6}\)$/)],
  ])('a name stands for one: %s', async (_name, name, expected) => {
    await on.store.keys.create({ tenant: on.tenant, role: 'admin', actor: 'backend' })
    await begin({ name: '田中', subject: 'sub-2' })
    expect((await begin({ name })).caller.actor).toEqual(expected)
    // At another of the same person's machines it is the same.
    expect((await begin({ name })).caller.actor).toEqual(expected)
  })
})
