import type { Figures } from '../figures.js'
import type { Settings } from '../settings.js'

/** One thing to measure: what stands above its table, and how its figures are made; undefined: not without what was not given. */
export interface Section {
  readonly title: string
  readonly measure: (settings: Settings) => Figures | Promise<Figures | undefined>
}
