import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadRuleset } from '../../src/ruleset/load.js'

const categories = loadRuleset('dict')
  .categories.map(({ id }) => id)
  .filter(id => id !== 'client_risk')

const line = z.strictObject({
  text: z.string().min(1).max(10_000),
  labels: z.array(z.enum(categories)),
  /** Over which careful readers split: neither learnt nor measured. */
  optional: z.array(z.enum(categories)).min(1).optional(),
  stage: z.enum(['pre_contract', 'contracted', 'delivered']),
  kind: z.enum(['message', 'job_post']),
  /** Earlier messages, oldest first, where the text says little without them. */
  history: z.array(z.strictObject({ from: z.enum(['client', 'worker']), text: z.string().min(1) })).min(1).optional(),
  family: z.string().regex(/^[\w:./-]+$/u),
  style: z.string().min(1),
})

const texts = readdirSync('test/corpus')
  .filter(name => name.endsWith('.jsonl'))
  .flatMap(name =>
    readFileSync(`test/corpus/${name}`, 'utf8')
      .split('\n')
      .filter(row => row !== '')
      .map((row, i) => ({ at: `${name}:${i + 1}`, ...line.parse(JSON.parse(row)) })),
  )

/** What quality is measured on: texts that nothing learns from. */
const REAL = '../shared/real'
const HELD_OUT = 'test/held-out'
const measured = z.object({ id: z.string().optional(), family: z.string().optional(), text: z.string() })

/** Distinct runs of fourteen characters, blanks left out. */
function runsOf(text: string): ReadonlySet<string> {
  const bare = text.replace(/\s/gu, '')
  return new Set(Array.from({ length: Math.max(1, bare.length - 13) }, (_, i) => bare.slice(i, i + 14)))
}

/** Distinct runs of five characters, blanks and punctuation left out. */
function shinglesOf(text: string): ReadonlySet<string> {
  const bare = text.replace(/[\s\p{P}\p{S}]/gu, '')
  return new Set(Array.from({ length: Math.max(1, bare.length - 4) }, (_, i) => bare.slice(i, i + 5)))
}

describe('the corpus', () => {
  it('has every category, and innocent texts', () => {
    for (const category of categories) {
      expect(texts.filter(({ labels }) => labels.includes(category)).length, category).toBeGreaterThanOrEqual(
        15,
      )
    }
    expect(texts.filter(({ labels }) => labels.length === 0).length).toBeGreaterThan(1_000)
  })

  it('names no category both as certain and as optional', () => {
    const torn = texts.filter(({ labels, optional = [] }) => optional.some(id => labels.includes(id)))
    expect(torn.map(({ at }) => at)).toEqual([])
  })

  // Within a family they may: twins differ in one clause, and a family is never split between folds.
  it('holds no near-duplicates: no two families share texts with more than 60% of the same five-character runs', () => {
    const shingles = texts.map(({ text }) => shinglesOf(text))
    const holders = new Map<string, number[]>()
    for (const [i, own] of shingles.entries()) {
      for (const shingle of own) holders.set(shingle, [...(holders.get(shingle) ?? []), i])
    }
    const near: string[] = []
    for (const [i, own] of shingles.entries()) {
      const shared = new Map<number, number>()
      for (const shingle of own) {
        for (const j of holders.get(shingle) ?? [])
          if (j > i && texts[i]?.family !== texts[j]?.family) shared.set(j, (shared.get(j) ?? 0) + 1)
      }
      for (const [j, count] of shared) {
        const union = own.size + (shingles[j]?.size ?? 0) - count
        if (count / union > 0.6) near.push(`${texts[i]?.at} ~ ${texts[j]?.at}`)
      }
    }
    expect(near).toEqual([])
  })

  // Formulas of courtesy are everybody's.
  it.each([REAL, HELD_OUT].filter(existsSync))('shares no text with %s, which it is measured on', folder => {
    const holders = new Map<string, number[]>()
    for (const [i, { text }] of texts.entries())
      for (const run of runsOf(text)) holders.set(run, [...(holders.get(run) ?? []), i])
    const copied = readdirSync(folder)
      .filter(name => name.endsWith('.jsonl'))
      .flatMap(name => readFileSync(`${folder}/${name}`, 'utf8').split('\n').filter(Boolean))
      .flatMap(row => {
        const { id, family, text } = measured.parse(JSON.parse(row))
        const runs = runsOf(text)
        const shared = new Map<number, number>()
        for (const run of runs)
          for (const i of holders.get(run) ?? []) shared.set(i, (shared.get(i) ?? 0) + 1)
        return [...shared]
          .filter(([, count]) => count > runs.size / 2)
          .map(([i]) => `${texts[i]?.at} ~ ${id ?? family}`)
      })
    expect(copied).toEqual([])
  })

  it('has held-out texts of every category in the form of its own', () => {
    const held = readFileSync(`${HELD_OUT}/blind.jsonl`, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(row => line.parse(JSON.parse(row)))
    for (const category of categories)
      expect(held.filter(({ labels }) => labels.includes(category)).length, category).toBeGreaterThanOrEqual(8)
  })
})
