import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { CONTENTS } from '../../tools/release/contents.js'

/** Its instructions, continued lines joined, comments left out. */
const instructions = readFileSync('Dockerfile', 'utf8')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(line => line !== '')

/** Those of the image that is handed over, behind the stage that builds. */
const shipped = instructions.slice(instructions.findLastIndex(line => line.startsWith('FROM ')))

/** What the Dockerfile copies out of the repository, not out of another stage. */
const sources = instructions
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

test('the base is one argument, of a full version, so that a digest can be given', () => {
  const [argument, ...stages] = instructions.filter(line => /^(?:ARG|FROM) /.test(line))
  expect(argument).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-slim$/)
  expect(stages.join('\n')).toMatch(/^FROM \$\{NODE_IMAGE\} AS build\nFROM \$\{NODE_IMAGE\}$/)
})

test('the image runs as a user without rights, by number', () => {
  expect(shipped.filter(line => line.startsWith('USER '))).toEqual(['USER 1000:1000'])
})

test('the image needs no shell: neither to be made, nor to start, nor to be looked after', () => {
  expect(shipped.filter(line => /^(?:RUN|SHELL|ENTRYPOINT) /.test(line))).toEqual([])
  const [health = ''] = shipped.filter(line => line.startsWith('HEALTHCHECK '))
  const [start = ''] = shipped.filter(line => line.startsWith('CMD '))
  for (const command of [health.replace(/^.*? CMD /, ''), start.replace('CMD ', '')])
    expect(JSON.parse(command)[0]).toBe('node')
})

test('a release packs what the image copies beside its packages', () => {
  const copied = shipped
    .filter(line => line.startsWith('COPY '))
    .map(line => basename(line.split(/\s+/).at(-2) ?? ''))
    .filter(path => path !== 'node_modules' && path !== 'data')
  expect(copied.length).toBeGreaterThan(3)
  expect(CONTENTS).toEqual(expect.arrayContaining(copied))
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
