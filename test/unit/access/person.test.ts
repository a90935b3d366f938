import { describe, expect, test } from 'vitest'
import { personOf } from '../../../src/access/person.js'

const settings = {
  roleClaim: 'roles',
  moderators: ['moderator', 'desk'],
  admins: ['admin'],
  tenant: 'acme',
  tenantClaim: undefined,
  nameClaim: 'name',
}
const claims = { iss: 'https://login.example', sub: 'u-1', name: '佐藤', roles: 'moderator' }
const role = (roles: unknown) => personOf({ ...claims, roles }, settings)?.role

test.each([
  ['moderator', 'moderator'],
  [['desk'], 'moderator'],
  [['desk', 'admin'], 'admin'],
  [[], undefined],
  ['platform', undefined],
  ['Moderator', undefined],
  ['moderator admin', undefined],
  [undefined, undefined],
  [{ admin: true }, undefined],
  [[{ name: 'admin' }], undefined],
])('roles %j make a %s', (roles, expected) => {
  expect(role(roles)).toBe(expected)
})

test.each([
  ['realm_access.roles', { realm_access: { roles: ['admin'] } }, 'admin'],
  ['https://sekisho.example/roles', { 'https://sekisho.example/roles': ['admin'] }, 'admin'],
  ['constructor.name', {}, undefined],
  ['a.b.c', { a: { b: 'admin' } }, undefined],
])('the claim %s of %j gives %s', (roleClaim, more, expected) => {
  expect(personOf({ ...claims, ...more }, { ...settings, roleClaim })?.role).toBe(expected)
})

describe('a tenant', () => {
  test.each([
    ['rival', 'rival'],
    [['rival'], 'rival'],
    [['rival', 'acme'], undefined],
    ['', undefined],
    ['a/b', undefined],
    [undefined, undefined],
  ])('by claim: %j', (org, expected) => {
    const by = { ...settings, tenant: undefined, tenantClaim: 'org' }
    expect(personOf({ ...claims, org }, by)?.tenant).toBe(expected)
  })
})

test.each([
  [{ name: '佐藤 花子' }, '佐藤 花子'],
  [{ name: '  ' }, 'u-1'],
  [{ name: undefined, email: 'sato@acme.example' }, 'sato@acme.example'],
  [{ name: undefined, preferred_username: 'sato', email: 'x@y.z' }, 'sato'],
  [{ name: '佐藤 (3f2a1b)' }, '佐藤 3f2a1b'],
  [{ name: '\u202e\u0000藤\u200b佐\n' }, '藤佐'],
  [{ name: 'あ'.repeat(90) }, 'あ'.repeat(64)],
])('%j is called %s', (change, expected) => {
  expect(personOf({ ...claims, ...change }, settings)?.name).toBe(expected)
})

test('is somebody else at another provider', () => {
  const [one, other] = [claims, { ...claims, iss: 'https://other.example' }].map(
    given => personOf(given, settings)?.subject,
  )
  expect(one).not.toBe(other)
})
