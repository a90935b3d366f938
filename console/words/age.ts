/** The largest unit in which something's age is a whole number, and that number. */
export function ageOf(iso: string, now: number): { readonly amount: number; readonly unit: AgeUnit } {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1_000)
  for (const [unit, size] of SIZES) if (seconds >= size) return { amount: Math.floor(seconds / size), unit }
  return { amount: 0, unit: 'now' }
}

export type AgeUnit = 'day' | 'hour' | 'minute' | 'now'

const SIZES: readonly (readonly [AgeUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]
