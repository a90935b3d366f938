interface DayCount {
  /** As ISO 8601 writes it. */
  readonly day: string
  readonly messages: number
}

const DAY = 24 * 60 * 60 * 1_000
/** Bars that can still be told apart. */
const AT_MOST = 60

/** A row of days without gaps, up to the last on which something came: the latest where there are too many. */
export function everyDay(counts: readonly DayCount[]): readonly DayCount[] {
  const [first, last] = [counts[0], counts.at(-1)]
  if (first === undefined || last === undefined) return []
  const known = new Map(counts.map(({ day, messages }) => [day, messages]))
  const end = Date.parse(last.day)
  const start = Math.max(Date.parse(first.day), end - (AT_MOST - 1) * DAY)
  return Array.from({ length: Math.round((end - start) / DAY) + 1 }, (_, at) => {
    const day = new Date(start + at * DAY).toISOString().slice(0, 10)
    return { day, messages: known.get(day) ?? 0 }
  })
}
