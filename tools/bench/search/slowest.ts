// `node build/tools/bench/search/slowest.js [SECONDS]`: a small genetic search for the slowest message of 10,000
// characters. A message is a row of pieces, repeated until it is full; the pieces are words of the dictionary, literals
// of its patterns, and what parsers dislike. Prints the slowest; what is slower than worst-texts.ts knows belongs there.
import { ruleset, screen } from '../context.js'
import { milliseconds } from '../stopwatch.js'
import { piecesOf } from './pieces.js'
import { worstTexts } from './worst-texts.js'

type Genome = readonly string[]

interface Candidate {
  readonly genome: Genome
  /** Milliseconds. */
  readonly cost: number
}

const LENGTH = 10_000
const POPULATION = 40
const LONGEST_GENOME = 12
const seconds = Number(process.argv[2] ?? 60)

const pieces = piecesOf(ruleset)

const known = Math.max(...Object.values(worstTexts).map(text => costOf([text])))
console.log(`the slowest that is known: ${known.toFixed(0)} ms`)

let population = Array.from({ length: POPULATION }, () => candidate(randomGenome()))
let generation = 0
for (const end = Date.now() + seconds * 1_000; Date.now() < end; generation++) {
  const parents = slowestFirst(population).slice(0, POPULATION / 2)
  const children = Array.from({ length: POPULATION / 2 }, () =>
    candidate(random(5) === 0 ? randomGenome() : child(oneOf(parents).genome, oneOf(parents).genome)),
  )
  population = [...parents, ...children]
}
console.log(`${generation} generations`)
for (const { genome } of slowestFirst(population).slice(0, 5))
  console.log(`${costOf(genome).toFixed(0)} ms  ${JSON.stringify(genome)}`)

function candidate(genome: Genome): Candidate {
  return { genome, cost: costOf(genome) }
}

function slowestFirst(all: readonly Candidate[]): Candidate[] {
  return [...all].sort((a, b) => b.cost - a.cost)
}

function costOf(genome: Genome): number {
  const once = genome.join('')
  if (once.length === 0) return 0
  const text = once.repeat(Math.ceil(LENGTH / once.length)).slice(0, LENGTH)
  return Math.min(
    milliseconds(() => screen(text)),
    milliseconds(() => screen(text)),
  )
}

function child(one: Genome, other: Genome): Genome {
  const made = [...one.slice(0, random(one.length + 1)), ...other.slice(random(other.length))]
  const change = random(4)
  if (change === 0 || made.length === 0) made.splice(random(made.length + 1), 0, oneOf(pieces))
  else if (change === 1) made.splice(random(made.length), 1)
  else if (change === 2) made[random(made.length)] = oneOf(pieces)
  return made.slice(0, LONGEST_GENOME)
}

function randomGenome(): Genome {
  return Array.from({ length: 1 + random(6) }, () => oneOf(pieces))
}

function random(below: number): number {
  return Math.floor(Math.random() * below)
}

function oneOf<T>(some: readonly T[]): T {
  const one = some[random(some.length)]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}
