import { z } from 'zod'

/** UTF-16 units of the original text. */
export const offset = z.int().min(0)

/** Calibrated probability. */
export const confidence = z.number().min(0).max(1)
