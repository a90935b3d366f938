import { distance } from 'fastest-levenshtein'

type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = 'SEKISHO_'

/** Every variable may be written with our name in front; that one counts where there are both. */
export function valueNamed(name: string, environment: Environment): string | undefined {
  return environment[PREFIX + name] || environment[name] || undefined
}

/** One line for each variable that is nobody's but ours and is not known, or looks like a known one and is not. */
export function misspelt(known: readonly string[], environment: Environment): readonly string[] {
  return Object.keys(environment).flatMap(name => {
    const isOurs = name.startsWith(PREFIX)
    const bare = isOurs ? name.slice(PREFIX.length) : name
    if (known.includes(bare)) return []
    const meant = known.find(one => distance(bare, one) <= tolerance(one))
    if (meant !== undefined) return [`${name} is no variable of Sekisho: is ${meant} meant?`]
    return isOurs ? [`${name} is no variable of Sekisho (.env.example has them all)`] : []
  })
}

/** Slips that are none of another program's names: short names have too many neighbours. */
function tolerance({ length }: string): number {
  return length < 6 ? 0 : length < 9 ? 1 : 2
}
