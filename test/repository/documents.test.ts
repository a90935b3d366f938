import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const documents = [
  ...['README.md', 'README.ja.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'test/corpus/README.md'],
  ...['training/README.md', 'dict/reader/README.md'],
  ...readdirSync('docs')
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name)),
].map(file => ({ file, text: readFileSync(file, 'utf8') }))

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))

/** Folders whose paths a document may name; `data`, `report` and what is built come and go. */
const FOLDERS =
  /(?<![\w/.:-])(?:src|test|tools|training|dict|docs|deploy|console|openapi|\.ci)\/[\w./*<>-]*[\w*>/]/g
/** Of what is built, the source has to be there. */
const BUILT = /(?<![\w/.-])(?:dist|build)\/[\w./-]+\.js/g
const SCRIPT = /npm (?:run (?:--silent )?([\w:-]+)|(test|start)(?![\w:]))/g
const LINK = /\]\((?!https?:)([^)#]+)/g

describe.each(documents)('$file', ({ file, text }) => {
  test('names files that there are', () => {
    expect(found(FOLDERS, text).filter(path => !existsSync(fixedPart(path)))).toEqual([])
  })

  test('names programs that are built', () => {
    expect(found(BUILT, text).filter(path => !existsSync(sourceOf(path)))).toEqual([])
  })

  test('names npm scripts that there are', () => {
    expect(found(SCRIPT, text).filter(name => !(name in scripts))).toEqual([])
  })

  test('links to files that there are', () => {
    expect(found(LINK, text).filter(path => !existsSync(join(dirname(file), path)))).toEqual([])
  })
})

test('the documents name enough for that to mean something', () => {
  const all = documents.map(({ text }) => text).join('\n')
  expect(found(FOLDERS, all).length).toBeGreaterThan(30)
  expect(found(SCRIPT, all).length).toBeGreaterThan(10)
})

function found(pattern: RegExp, text: string): string[] {
  const names = [...text.matchAll(pattern)].map(([whole, ...groups]) => groups.find(Boolean) ?? whole)
  return [...new Set(names)]
}

/** The folder in front of a placeholder: `dict/categories` of `dict/categories/<id>.yaml`. */
function fixedPart(path: string): string {
  return /[*<]/.test(path) ? path.slice(0, path.search(/[^/]*[*<]/)) : path
}

function sourceOf(path: string): string {
  return path
    .replace(/^dist\//, 'src/')
    .replace(/^build\//, '')
    .replace(/\.js$/, '.ts')
}
