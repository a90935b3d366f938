import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** What the Dockerfile copies out of the repository, not out of another stage. */
const sources = readFileSync('Dockerfile', 'utf8')
  .split('\n')
  .filter(line => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap(line => line.split(/\s+/).slice(1, -1))

/** The lines of .dockerignore in their order: the last one that matches a path or a folder above it decides. */
const patterns = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'))
  .map(line => ({ lets: line.startsWith('!'), matches: matcher(line.replace(/^!?\/?/, '')) }))

test('the Dockerfile copies something', () => {
  expect(sources.length).toBeGreaterThan(3)
})

test.each(sources)('%s exists and .dockerignore lets it through', source => {
  expect(existsSync(source)).toBe(true)
  expect(isLetThrough(source)).toBe(true)
})

test.each(['node_modules', '.git/config', '.env', 'data/sekisho.db', 'test/unit'])('%s stays out', path => {
  expect(isLetThrough(path)).toBe(false)
})

function isLetThrough(path: string): boolean {
  const parts = path.split('/')
  const withParents = parts.map((_, at) => parts.slice(0, at + 1).join('/'))
  return patterns.findLast(({ matches }) => withParents.some(matches))?.lets ?? true
}

/** `*` stands for anything within a folder, as in Go's filepath.Match; `**` and character classes are not used here. */
function matcher(pattern: string): (path: string) => boolean {
  const whole = new RegExp(`^${pattern.split('*').map(literal).join('[^/]*')}$`)
  return path => whole.test(path)
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
