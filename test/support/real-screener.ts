import { fileURLToPath } from 'node:url'
import { loadScreener } from '../../src/screening/load.js'

/** The screener that production runs, with the dictionary of this checkout. */
export const realScreener = await loadScreener(fileURLToPath(new URL('../../dict', import.meta.url)))
