// `node test/bench/slowest.mjs [SECONDS]`: a small genetic search for the slowest message of 10,000 characters. A message is
// a row of pieces, repeated until it is full; the pieces are words of the dictionary, literals of its patterns, and what
// parsers dislike. Prints the slowest; what is slower than worst.mjs knows belongs there.
import { triggersOf } from '../../dist/screening/reading/triggers.js'
import { ruleset, screen } from './context.mjs'
import { worstTexts } from './worst.mjs'

const LENGTH = 10_000
const POPULATION = 40
const seconds = Number(process.argv[2] ?? 60)

const concepts = [...ruleset.concepts.values()]
const pieces = [
  ...concepts.flatMap(({ terms, verbs, patterns }) => [
    ...terms,
    ...verbs,
    ...patterns.flatMap(pattern => triggersOf(pattern)?.slice(0, 5) ?? []),
  ]),
  ...'。、！？\n 「」『』()[]○●*・-_.@:/,1２三九ー〜…★👍\ud83d\u3099\u202e\0'.split(''),
  ...['ません', 'ないで', '禁止', 'と言われ', '下さい', '円', '万', '文字', '1文字', '0.1', 'a@b.co', 'http://', 'アット', '点', 'zero', 'ぜろ', 'L I', 'ラ.'],
]
const random = n => Math.floor(Math.random() * n)
const piece = () => pieces[random(pieces.length)]
const textOf = genome => genome.join('').repeat(Math.ceil(LENGTH / Math.max(1, genome.join('').length))).slice(0, LENGTH)

function cost(genome) {
  const text = textOf(genome)
  if (text.length === 0) return 0
  const times = [0, 0].map(() => {
    const since = performance.now()
    screen(text)
    return performance.now() - since
  })
  return Math.min(...times)
}
function child(one, other) {
  const made = [...one.slice(0, random(one.length + 1)), ...other.slice(random(other.length))]
  const change = random(4)
  if (change === 0 || made.length === 0) made.splice(random(made.length + 1), 0, piece())
  else if (change === 1) made.splice(random(made.length), 1)
  else if (change === 2) made[random(made.length)] = piece()
  return made.slice(0, 12)
}

const known = Math.max(...Object.values(worstTexts).map(text => cost([text])))
console.log(`the slowest that is known: ${known.toFixed(0)} ms`)
let population = Array.from({ length: POPULATION }, () => Array.from({ length: 1 + random(6) }, piece)).map(genome => ({ genome, cost: cost(genome) }))
let generation = 0
for (const end = Date.now() + seconds * 1_000; Date.now() < end; generation++) {
  population.sort((a, b) => b.cost - a.cost)
  population.length = POPULATION / 2
  const fresh = Array.from({ length: POPULATION / 2 }, () =>
    random(5) === 0 ? Array.from({ length: 1 + random(6) }, piece) : child(population[random(POPULATION / 2)].genome, population[random(POPULATION / 2)].genome),
  )
  population.push(...fresh.map(genome => ({ genome, cost: cost(genome) })))
}
population.sort((a, b) => b.cost - a.cost)
console.log(`${generation} generations`)
for (const { genome } of population.slice(0, 5)) console.log(`${cost(genome).toFixed(0)} ms  ${JSON.stringify(genome)}`)
