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
  expect(installed.filter(([, { license = 'none' }]) => !isPermissive(license))).toEqual([])
})

/** Of several to choose from, one suffices. */
function isPermissive(license: string): boolean {
  return license
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some(one => PERMISSIVE.includes(one))
}

/**
 * The reader's runtime alone has a script. It fetches libraries for CUDA from outside the registry, past the lockfile's
 * hashes, and the reader runs without them. `.npmrc` tells it to fetch nothing; newer npm does not even start it.
 */
const SCRIPTED = ['node_modules/onnxruntime-node']

test('nothing runs a script when it is installed, except one that is told to do nothing', () => {
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
  expect(scripted).toEqual(SCRIPTED)
  expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('onnxruntime-node-install=skip')
  expect(JSON.parse(readFileSync('package.json', 'utf8')).allowScripts).toEqual({ 'onnxruntime-node': false })
})

test('everything is pinned by its hash', () => {
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([])
})
