import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ScreeningInput } from '../../src/contract/message.js'
import { corpusLine } from '../../src/moderation/corpus-line.js'

/** One labelled message of a corpus file. */
export interface Case {
  readonly id: string
  readonly text: string
  readonly labels: readonly string[]
  /** Over which careful readers split: finding one is neither right nor wrong. */
  readonly optional: readonly string[]
  readonly input: ScreeningInput
  /** The idea behind the text: texts of one family never stand on both sides of a cross-validation. */
  readonly family: string
  readonly style: string | undefined
  /** Name of the file that it was read from. */
  readonly file?: string
}

/** Reads JSONL files. Throws with file and line on the first line that cannot be used. */
export function readCases(paths: readonly string[]): Case[] {
  return paths.flatMap(path =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, i) => (line.trim() === '' ? [] : [toCase(path, i + 1, line)])),
  )
}

function toCase(path: string, number: number, line: string): Case {
  const at = `${path}:${number}`
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new Error(`${at}: not JSON`)
  }
  const parsed = corpusLine.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`${at}: ${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { id, text, labels, optional, stage, kind, family, style, outsideContactApproved, history } =
    parsed.data
  return {
    id: id ?? at,
    text,
    labels,
    optional,
    family: family ?? at,
    style,
    file: basename(path),
    input: {
      text,
      stage,
      kind,
      outsideContactApproved,
      history,
    },
  }
}
