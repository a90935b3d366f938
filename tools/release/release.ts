// `npm run release`: what is handed over with a version. Writes into one folder the archive of all that the image copies beside
// its packages, the bill of materials, the provenance of both, and their checksums.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../../src/package-root.js'
import { version } from '../../src/version.js'
import { archive } from './archive.js'
import { checksums } from './checksums.js'
import { CONTENTS } from './contents.js'
import { provenance, resolvedPackages } from './provenance.js'
import { signaturesOf } from './signatures.js'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'release' },
    builder: { type: 'string', default: 'urn:sekisho:builder:unnamed' },
  },
})
const startedOn = new Date()
const commit = cleanCommit()
const out = resolve(packageRoot, values.out)
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })

const name = `sekisho-${version}`
const files = new Map([
  [`${name}.tar.gz`, archive(packageRoot, CONTENTS, git('show', '-s', '--format=%ct', commit))],
  [
    `${name}.cdx.json`,
    run('npm', 'sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx'),
  ],
])
const statement = provenance({
  files,
  commit,
  source: origin(),
  builder: values.builder,
  tools: { node: process.version, npm: run('npm', '--version').toString().trim() },
  packages: resolvedPackages(JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8'))),
  startedOn,
  finishedOn: new Date(),
})
files.set(`${name}.intoto.json`, Buffer.from(`${JSON.stringify(statement, undefined, 2)}\n`))
files.set('SHA256SUMS', Buffer.from(checksums(files)))
for (const [file, content] of files) {
  writeFileSync(join(out, file), content)
  console.log(`${values.out}/${file}: ${content.length.toLocaleString('en')} bytes`)
}

const signatures = await signaturesOf(packageRoot)
console.log(signatures.message)
if (signatures.outcome === 'invalid') process.exit(1)

/** The commit that is checked out. What differs from it would be said to come from it: that is refused. */
function cleanCommit(): string {
  const changed = git('status', '--porcelain')
  if (changed !== '') {
    console.error(`not committed, so no commit can answer for it:\n${changed}`)
    process.exit(1)
  }
  return git('rev-parse', 'HEAD')
}

/** Where the sources come from, as far as the checkout knows. */
function origin(): string | undefined {
  const remotes = git('remote').split('\n')
  return remotes.includes('origin') ? git('remote', 'get-url', 'origin') : undefined
}

function git(...args: readonly string[]): string {
  return run('git', ...args)
    .toString()
    .trim()
}

function run(command: string, ...args: readonly string[]): Buffer {
  return execFileSync(command, args, {
    cwd: packageRoot,
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
