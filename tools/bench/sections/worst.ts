import { screen } from '../context.js'
import { worstTexts } from '../search/worst-texts.js'
import { median, milliseconds } from '../stopwatch.js'
import type { Section } from './section.js'

/** The slowest texts we know. */
export const worst: Section = {
  title: 'milliseconds for 10,000 characters',
  measure: () =>
    Object.fromEntries(
      Object.entries(worstTexts).map(([name, text]) => {
        screen(text)
        const times = Array.from({ length: 3 }, () => milliseconds(() => screen(text)))
        return [name, { milliseconds: median(times) }]
      }),
    ),
}
