import { z } from 'zod'
import type { Immutable } from './immutable.js'

/** The languages in which people are spoken to. */
const language = z.enum(['ja', 'en'])
export type Language = z.infer<typeof language>

/** One thing said in both. */
export const wording = z.strictObject({ ja: z.string().min(1).max(400), en: z.string().min(1).max(600) })
export type Wording = Immutable<z.infer<typeof wording>>
