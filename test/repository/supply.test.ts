import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** What production installs, by the lockfile. */
const installed = Object.entries<{
  readonly dev?: boolean
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  readonly optional?: boolean
}>(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages).filter(
  ([path, { dev }]) => path !== '' && dev !== true,
)

/** Licences that ask for nothing but to be named. */
const PERMISSIVE = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  '0BSD',
  'Unlicense',
]

test('every licence is permissive', () => {
  expect(installed.length).toBeGreaterThan(50)
  expect(installed.filter(([, { license = 'none' }]) => !PERMISSIVE.includes(license))).toEqual([])
})

test('nothing runs a script when it is installed', () => {
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([])
})

test('everything is pinned by its hash', () => {
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([])
})
