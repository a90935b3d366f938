import { median, screen } from '../context.mjs'
import { worstTexts } from '../worst.mjs'

/** The slowest texts we know. */
export const title = 'milliseconds for 10,000 characters'
export function measure() {
  return Object.fromEntries(
    Object.entries(worstTexts).map(([name, text]) => {
      screen(text)
      const times = Array.from({ length: 3 }, () => {
        const since = performance.now()
        screen(text)
        return performance.now() - since
      })
      return [name, { milliseconds: median(times) }]
    }),
  )
}
