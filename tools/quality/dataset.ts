import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ScreeningInput } from '../../src/contract/screening.js'

/** One labelled message of a corpus file. Stages and kinds beyond ours (unknown, notice) are read as the default. */
export interface Case {
  readonly id: string
  readonly text: string
  readonly labels: readonly string[]
  readonly input: ScreeningInput
  /** The idea behind the text: texts of one family never stand on both sides of a cross-validation. */
  readonly family: string
}

const lineSchema = z.looseObject({
  id: z.string().optional(),
  text: z.string().min(1),
  labels: z.array(z.string()),
  stage: z.string().optional(),
  kind: z.string().optional(),
  family: z.string().optional(),
  outsideContactApproved: z.boolean().optional(),
  history: z.array(z.object({ from: z.enum(['client', 'worker']), text: z.string() })).optional(),
})

const STAGES = ['pre_contract', 'contracted', 'delivered'] as const
const KINDS = ['message', 'job_post'] as const

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
  const parsed = lineSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`${at}: ${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { id, text, labels, stage, kind, family, outsideContactApproved, history } = parsed.data
  return {
    id: id ?? at,
    text,
    labels,
    family: family ?? at,
    input: {
      text,
      stage: STAGES.find(known => known === stage) ?? 'pre_contract',
      kind: KINDS.find(known => known === kind) ?? 'message',
      outsideContactApproved,
      history,
    },
  }
}
