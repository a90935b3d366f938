/** What a section measured, by name; tables may nest. */
export interface Figures {
  readonly [name: string]: number | Figures
}

/** Four figures are more than two noisy cores can tell. */
export function roundedFigures(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(4)) : roundedFigures(value),
    ]),
  )
}

/** Every number in a report, by its path: `core.legitimate.microseconds`. What is neither number nor table is left out. */
export function flatFigures(value: unknown, path = ''): ReadonlyMap<string, number> {
  if (typeof value === 'number') return new Map([[path, value]])
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(
    Object.entries(value).flatMap(([name, part]) => [
      ...flatFigures(part, path === '' ? name : `${path}.${name}`),
    ]),
  )
}
