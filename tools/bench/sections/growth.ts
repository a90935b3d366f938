import { ruleset, screen, screenWith, texts } from '../context.js'
import { timed } from '../stopwatch.js'
import type { Section } from './section.js'

/** What a longer text and a larger ruleset cost. */
export const growth: Section = {
  title: 'growth: microseconds a character by length, and the cost of ten times the rules',
  measure: ({ rounds }) => {
    const mixed = [...texts.legitimate, ...texts.violating].join('\n')
    const microsecondsPerCharacter = Object.fromEntries(
      [100, 1_000, 3_000, 10_000].map(length => {
        const some = Array.from({ length: 20 }, (_, at) => mixed.slice(at * 10_000, at * 10_000 + length))
        return [length, timed({ screen }, some, rounds)('screen') / length]
      }),
    )
    const copies = Array.from({ length: 10 }, (_, copy) =>
      ruleset.rules.map(rule => (copy === 0 ? rule : { ...rule, id: `${rule.id}_${copy}` })),
    )
    const some = [...texts.legitimate.slice(0, 600), ...texts.violating.slice(0, 600)]
    const us = timed(
      { once: screen, tenfold: screenWith({ ...ruleset, rules: copies.flat() }) },
      some,
      rounds,
    )
    return {
      microsecondsPerCharacter,
      tenTimesTheRules: { timesTheCost: us('tenfold') / us('once') },
    }
  },
}
