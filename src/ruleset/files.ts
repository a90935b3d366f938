import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { tooDeepAt } from './nesting.js'

/** A dictionary that cannot be used. The message is one line: file, line and reason. */
export class RulesetError extends Error {
  override readonly name = 'RulesetError'
  constructor(reason: string) {
    // A reason may quote what stands in the file.
    super(reason.replaceAll(/\s*[\r\n\u2028\u2029\u0085]\s*/gu, ' '))
  }
}

export interface DictFile {
  readonly path: string
  readonly name: string
  readonly source: string
}

/** Reads a folder's files with the given ending, in the order of their names. */
export function readFolder(dictDir: string, folder: string, ending: string): DictFile[] {
  return listing(join(dictDir, folder))
    .filter(name => name.endsWith(ending))
    .sort()
    .map(name => readFile(dictDir, join(folder, name)))
}

export function readFile(dictDir: string, name: string): DictFile {
  const path = join(dictDir, name)
  try {
    return { path, name: relative(dictDir, path), source: readFileSync(path, 'utf8') }
  } catch (error) {
    throw new RulesetError(`${path}: cannot be read (${code(error)})`)
  }
}

function listing(path: string): string[] {
  try {
    return readdirSync(path)
  } catch (error) {
    throw new RulesetError(`${path}: cannot be read (${code(error)})`)
  }
}

const code = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

/** Parses YAML or JSON, by the file's ending, against a schema. Throws RulesetError with file, line and reason. */
export function parseFile<Schema extends z.ZodType>(file: DictFile, schema: Schema): z.infer<Schema> {
  const { value, lineOf } = file.name.endsWith('.json') ? readJson(file) : readYaml(file)
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = issue?.path ?? []
  throw new RulesetError(`${file.path}:${lineOf(path)}: ${path.join('.')}: ${issue?.message}`)
}

interface Parsed {
  readonly value: unknown
  /** The line of what stands under a path of keys. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

function readYaml(file: DictFile): Parsed {
  const deep = tooDeepAt(file.source)
  if (deep !== undefined)
    throw new RulesetError(`${file.path}:${lineAt(file.source, deep)}: nested too deeply`)
  const lineCounter = new LineCounter()
  const document = parseDocument(file.source, { lineCounter, prettyErrors: false })
  const broken = document.errors[0]
  if (broken)
    throw new RulesetError(`${file.path}:${lineCounter.linePos(broken.pos[0]).line}: ${broken.message}`)
  try {
    return { value: document.toJS(), lineOf: path => lineOfPath(file, path) }
  } catch (error) {
    // What only shows when the values are made: an alias of nothing, or of itself.
    throw new RulesetError(`${file.path}:1: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A model of a megabyte is read by the fast way; where its lines are is asked only when something is wrong. */
function readJson(file: DictFile): Parsed {
  try {
    return { value: JSON.parse(file.source), lineOf: path => lineOfPath(file, path) }
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/gu, ' ') : String(error)
    // Where a file ends too early, its last line is the place.
    const end = file.source.trimEnd().length
    const at = Math.min(end, Number(/at position (\d+)/u.exec(reason)?.[1] ?? end))
    throw new RulesetError(`${file.path}:${lineAt(file.source, at)}: ${reason}`)
  }
}

/** Line of the value that the keys lead to, or of the innermost one that is there. */
export function lineOfPath(file: DictFile, keys: readonly PropertyKey[]): number {
  const deep = tooDeepAt(file.source)
  if (deep !== undefined) return lineAt(file.source, deep)
  const lineCounter = new LineCounter()
  const document = parseDocument(file.source, { lineCounter })
  for (let depth = keys.length; depth > 0; depth--) {
    const node = document.getIn(keys.slice(0, depth), true)
    if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line
  }
  return document.contents?.range ? lineCounter.linePos(document.contents.range[0]).line : 1
}

/** Line of the first occurrence of `text`, for reasons that have no node of their own. */
export function lineOfText(file: DictFile, text: string): number {
  const at = file.source.indexOf(text)
  return at < 0 ? 1 : lineAt(file.source, at)
}

/** Line of a key of the outermost map. */
export function lineOfKey(file: DictFile, key: string): number {
  const at = file.source.split('\n').findIndex(line => line.startsWith(`${key}:`))
  return at < 0 ? 1 : at + 1
}

const lineAt = (source: string, at: number): number => source.slice(0, at).split('\n').length

/** SHA-256 over the files' names and contents, and over the hash of what is not text. */
export function hashOf(files: readonly DictFile[], ofOthers = ''): string {
  const hash = createHash('sha256').update(ofOthers)
  for (const file of files) hash.update(file.name).update('\0').update(file.source).update('\0')
  return hash.digest('hex')
}
