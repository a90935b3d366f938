import { type Answered, type Category, type Totals, totalsOf } from './tally.js'

/** The totals of some of the messages. */
export interface Group extends Totals {
  readonly by: 'part' | 'file' | 'length' | 'style'
  readonly name: string
}

/** What one part alone (the rules, the voice, the reader) answered to the same messages. */
export interface PartAnswers {
  readonly name: string
  readonly answered: readonly Answered[]
}

/** Lengths in characters, as a person counts them: from each bound up to the next. */
const LENGTHS = [
  [0, 'under 40'],
  [40, '40-79'],
  [80, '80-159'],
  [160, '160-399'],
  [400, '400+'],
] as const

export function lengthOf(text: string): string {
  const characters = [...text].length
  return LENGTHS.findLast(([from]) => characters >= from)?.[1] ?? ''
}

/** By part (the whole last, and none when no part was asked), by file of several, by length, and by style where lines have one. */
export function groupsOf(
  answered: readonly Answered[],
  categories: readonly Category[],
  parts: readonly PartAnswers[],
): Group[] {
  const group = (by: Group['by'], name: string, some: readonly Answered[]): Group[] =>
    some.length === 0 ? [] : [{ by, name, ...totalsOf(some, categories) }]
  const where = (by: 'file' | 'style'): Group[] => {
    const names = [...new Set(answered.flatMap(({ item }) => item[by] ?? []))].sort()
    return names.flatMap(name =>
      group(
        by,
        name,
        answered.filter(({ item }) => item[by] === name),
      ),
    )
  }
  const files = where('file')
  const all: readonly PartAnswers[] = parts.length === 0 ? [] : [...parts, { name: 'all', answered }]
  return [
    ...all.flatMap(part => group('part', part.name, part.answered)),
    ...(files.length > 1 ? files : []),
    ...LENGTHS.flatMap(([, name]) =>
      group(
        'length',
        name,
        answered.filter(({ item }) => lengthOf(item.text) === name),
      ),
    ),
    ...where('style'),
  ]
}
