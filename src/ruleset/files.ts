import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** A dictionary that cannot be used. The message is one line: file, line and reason. */
export class RulesetError extends Error {
  override readonly name = 'RulesetError'
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

/** Parses YAML (JSON is YAML too) against a schema. Throws RulesetError with file, line and reason. */
export function parseFile<Schema extends z.ZodType>(file: DictFile, schema: Schema): z.infer<Schema> {
  const lineCounter = new LineCounter()
  const document = parseDocument(file.source, { lineCounter, prettyErrors: false })
  const broken = document.errors[0]
  if (broken)
    throw new RulesetError(`${file.path}:${lineCounter.linePos(broken.pos[0]).line}: ${broken.message}`)
  const result = schema.safeParse(document.toJS())
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = issue?.path ?? []
  throw new RulesetError(`${file.path}:${lineOfPath(file, path)}: ${path.join('.')}: ${issue?.message}`)
}

/** Line of the value that the keys lead to, or of the innermost one that is there. */
export function lineOfPath(file: DictFile, keys: readonly PropertyKey[]): number {
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
  return at < 0 ? 1 : file.source.slice(0, at).split('\n').length
}

export function hashOf(files: readonly DictFile[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file.name).update('\0').update(file.source).update('\0')
  return hash.digest('hex')
}
