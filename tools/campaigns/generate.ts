import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageRoot } from '../../src/package-root.js'
import { mulberry32 } from '../training/random.js'
import { type Mutations, mutate } from './mutate.js'
import { fillSlots } from './slots.js'

/** What is tuned on, and what nobody looks at before the figures are printed. */
export type Half = 'tuning' | 'proof'

export interface Copy {
  /** The campaign it is a copy of; of an honest text its template. */
  readonly of: string
  readonly text: string
  readonly honest: boolean
  /** The text of a campaign with the lure taken out and other work put in. */
  readonly unbaited: boolean
}

const half = z.enum(['tuning', 'proof'])
const lists = z.strictObject({ tuning: z.array(z.string()), proof: z.array(z.string()) })
const scamFile = z.array(z.strictObject({ theme: z.string(), half, texts: z.array(z.array(z.string())) }))
const honestFile = z.array(z.strictObject({ half, texts: z.array(z.array(z.string())) }))
const wordFile = z.strictObject({
  synonyms: z.array(z.array(z.string())),
  greetings: lists,
  closings: lists,
  trailers: lists,
  emoji: z.array(z.string()),
  evasions: z.array(z.array(z.string())),
  works: lists,
  more: lists,
  surnames: z.array(z.string()),
  companies: z.array(z.string()),
})
export type Words = z.infer<typeof wordFile>

const SEEDS: Readonly<Record<Half, number>> = { tuning: 11, proof: 7_919 }
/** Copies of each campaign, and of each honest template. */
const COPIES = 12
const HONEST_COPIES = 20

/** Campaigns and honest look-alikes, in a random order; the same at every call. */
export function generate(which: Half, copies = COPIES): readonly Copy[] {
  const random = mulberry32(SEEDS[which])
  const words = wordFile.parse(read('words.yaml'))
  const mutations: Mutations = {
    ...words,
    greetings: words.greetings[which],
    closings: words.closings[which],
    trailers: words.trailers[which],
  }
  const made: Copy[] = []
  for (const { theme, texts } of scamFile.parse(read('scams.yaml')).filter(one => one.half === which)) {
    for (const [at, lines] of texts.entries()) {
      const sentences = lines.map(line => line.replace(/^!/u, ''))
      for (let copy = 0; copy < copies; copy++)
        made.push({
          of: `${theme}.${at}`,
          text: fillSlots(mutate(sentences, mutations, random), words, random),
          honest: false,
          unbaited: false,
        })
      // The same words without the lure, with honest work instead: what a campaign is built to look like.
      const bait = lines.filter(line => !line.startsWith('!'))
      for (let copy = 0; copy < HONEST_COPIES / 4; copy++)
        made.push({
          of: `bait.${theme}.${at}`,
          text: honestText([...bait, '{work}をお願いします。', '{more}'], which, words, mutations, random),
          honest: true,
          unbaited: true,
        })
    }
  }
  for (const { texts } of honestFile.parse(read('honest.yaml')).filter(one => one.half === which)) {
    for (const [at, lines] of texts.entries())
      for (let copy = 0; copy < HONEST_COPIES; copy++)
        made.push({
          of: `honest.${at}`,
          text: honestText(lines, which, words, mutations, random),
          honest: true,
          unbaited: false,
        })
  }
  return shuffled(made, random)
}

function honestText(
  lines: readonly string[],
  which: Half,
  words: Words,
  mutations: Mutations,
  random: () => number,
): string {
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
  const filled = lines.map(line =>
    line.replace('{work}', one(words.works[which])).replace('{more}', one(words.more[which])),
  )
  const opened = random() < 0.5 ? [one(mutations.greetings), ...filled] : filled
  return fillSlots((random() < 0.5 ? [...opened, one(mutations.closings)] : opened).join(''), words, random)
}

/** In an order by chance. */
export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map(item => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

const read = (name: string): unknown =>
  parse(readFileSync(join(packageRoot, 'tools/campaigns', name), 'utf8'))
