import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { archive } from '../../tools/release/archive.js'
import { checksums, sha256 } from '../../tools/release/checksums.js'
import { provenance, resolvedPackages } from '../../tools/release/provenance.js'
import { readSignatures } from '../../tools/release/signatures.js'

/** What production installs, by the lockfile. */
const installed = Object.entries<{
  readonly version?: string
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

describe('a release', () => {
  /** A folder with a file in another and one beside it, written at a time (seconds since 1970). */
  function sources(seconds: number): string {
    const root = mkdtempSync(join(tmpdir(), 'sekisho-release-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    mkdirSync(join(root, 'dist'))
    for (const [file, text] of [
      ['dist/main.js', 'run()'],
      ['dist/app.js', 'build()'],
      ['package.json', '{}'],
    ] as const) {
      writeFileSync(join(root, file), text)
      utimesSync(join(root, file), seconds, seconds)
    }
    return root
  }
  const contents = ['package.json', 'dist']

  test('is the same archive whenever and wherever the same files are packed', () => {
    const packed = archive(sources(1_000_000_000), contents, '1700000000')
    expect(sha256(archive(sources(1_600_000_000), contents, '1700000000'))).toBe(sha256(packed))
    const changed = sources(1_000_000_000)
    writeFileSync(join(changed, 'dist/main.js'), 'run(1)')
    expect(sha256(archive(changed, contents, '1700000000'))).not.toBe(sha256(packed))
    const listed = execFileSync('tar', ['-tzf', '-'], { input: packed }).toString()
    expect(listed.trim().split('\n')).toEqual(['package.json', 'dist/', 'dist/app.js', 'dist/main.js'])
  })

  test('packs nothing where a part is missing', () => {
    expect(() => archive(sources(0), [...contents, 'dict'], '0')).toThrow()
  })

  test('has checksums that sha256sum accepts, until a file changes', () => {
    const root = sources(0)
    const check = () =>
      execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: root, stdio: 'pipe' })
    writeFileSync(join(root, 'SHA256SUMS'), checksums(new Map([['package.json', Buffer.from('{}')]])))
    expect(check().toString()).toBe('package.json: OK\n')
    writeFileSync(join(root, 'package.json'), '[]')
    expect(check).toThrow()
  })

  test('says of each file from which commit and which packages it came, and who built it', () => {
    const statement = provenance({
      files: new Map([['sekisho.tar.gz', Buffer.from('archive')]]),
      commit: 'c'.repeat(40),
      source: 'https://example.org/sekisho.git',
      builder: 'https://ci.example.org/runner',
      tools: { node: 'v24.21.0' },
      packages: [{ uri: 'pkg:npm/zod@4.6.7', digest: { sha512: '00' } }],
      startedOn: new Date('2026-11-26T07:00:00Z'),
      finishedOn: new Date('2026-11-26T07:01:00Z'),
    })
    expect(statement).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'sekisho.tar.gz', digest: { sha256: sha256(Buffer.from('archive')) } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'urn:sekisho:release:v1',
          externalParameters: { command: 'npm ci && npm run release', commit: 'c'.repeat(40) },
          resolvedDependencies: [
            {
              uri: `git+https://example.org/sekisho.git@${'c'.repeat(40)}`,
              digest: { gitCommit: 'c'.repeat(40) },
            },
            { uri: 'pkg:npm/zod@4.6.7', digest: { sha512: '00' } },
          ],
        },
        runDetails: {
          builder: { id: 'https://ci.example.org/runner', version: { node: 'v24.21.0' } },
          metadata: { startedOn: '2026-11-26T07:00:00.000Z', finishedOn: '2026-11-26T07:01:00.000Z' },
        },
      },
    })
  })

  test('names every package that production installs, by the hash that npm holds it to', () => {
    const packages = resolvedPackages(JSON.parse(readFileSync('package-lock.json', 'utf8')))
    const named = new Map(packages.map(({ uri, digest }) => [uri, digest.sha512]))
    for (const [path, { version, integrity }] of installed) {
      const uri = `pkg:npm/${path.split('node_modules/').at(-1)?.replace('@', '%40')}@${version}`
      const hash = Buffer.from(named.get(uri) ?? '', 'hex').toString('base64')
      expect(`sha512-${hash}`, uri).toBe(integrity)
    }
  })

  test.each([
    ['{"invalid":[],"missing":[]}', '', true, 'valid', 'every package'],
    ['{"invalid":[{"name":"a","version":"1.0.0"}],"missing":[]}', '', false, 'invalid', 'a@1.0.0'],
    ['{"invalid":[],"missing":[{"name":"b","version":"2.0.0"}]}', '', false, 'invalid', 'b@2.0.0'],
    ['', 'npm warn x\nnpm error code ENOTFOUND\nnpm error no such host', false, 'unknown', 'no such host'],
    ['{"error":{"summary":"no such host"}}', 'npm error x', false, 'unknown', 'no such host'],
    ['{"error":{"code":"E404"}}', 'npm error 404 Not Found', false, 'unknown', '404 Not Found'],
    ['', '', false, 'unknown', 'no answer'],
  ])('signatures: %j and %j', (stdout, stderr, succeeded, outcome, part) => {
    const signatures = readSignatures(succeeded, stdout, stderr)
    expect(signatures.outcome).toBe(outcome)
    expect(signatures.message).toContain(part)
  })
})
