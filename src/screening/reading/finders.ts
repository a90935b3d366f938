import type { FinderName } from '../../ruleset/concept-schema.js'
import type { Ruleset } from '../../ruleset/ruleset.js'
import type { Segments } from '../text/segment.js'
import { buildFindAmounts } from './amounts/amounts.js'
import { buildFindEntities } from './entities.js'
import type { Found, Sighting } from './lexicon.js'

/** Finds in a normalised text what no list of words can hold. */
type Find = (text: string, segments: Segments) => readonly Sighting[]

/** What code finds, by name. A concept asks for it with `finder`; one function may see several kinds at once. */
function findersOf({ digits, amounts }: Ruleset['language']): Readonly<Record<FinderName, Find>> {
  const findEntities = buildFindEntities(digits)
  const findAmounts = buildFindAmounts(amounts)
  return {
    url: findEntities,
    mail_address: findEntities,
    phone_number: findEntities,
    low_unit_price_stated: findAmounts,
    low_unit_price_computed: findAmounts,
    high_income: findAmounts,
    extreme_income: findAmounts,
    reward_cut: findAmounts,
  }
}

/** Runs the finders that the concepts ask for, each once a text. */
export function buildFinders({
  concepts,
  language,
}: Pick<Ruleset, 'concepts' | 'language'>): (text: string, segments: Segments) => Found[] {
  const finders = findersOf(language)
  const asking = new Map<FinderName, string[]>()
  for (const { id, finder } of concepts.values())
    if (finder) asking.set(finder, [...(asking.get(finder) ?? []), id])
  const wanted = [...new Set([...asking.keys()].map(name => finders[name]))]
  return (text, segments) =>
    wanted.flatMap(find =>
      find(text, segments).flatMap(({ finder, ...place }) =>
        (asking.get(finder) ?? []).map((concept): Found => ({ concept, ...place })),
      ),
    )
}
