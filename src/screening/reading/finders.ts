import { FINDER_NAMES, type FinderName } from '../../ruleset/concept-schema.js'
import type { Concept } from '../../ruleset/ruleset.js'
import type { Segments } from '../text/segment.js'
import { findIncome } from './amounts/income.js'
import { findRewardCuts } from './amounts/reward-cut.js'
import { findLowUnitPrices } from './amounts/unit-price.js'
import { findLinks, findPhoneNumbers } from './entities.js'
import type { Found, Sighting } from './lexicon.js'

/** Finds in a normalised text what no list of words can hold. */
type Find = (text: string, segments: Segments) => readonly Sighting[]

/** What code finds, by name. A concept asks for it with `finder`; one function may see several kinds at once. */
const FINDERS: Readonly<Record<FinderName, Find>> = {
  url: findLinks,
  mail_address: findLinks,
  phone_number: findPhoneNumbers,
  low_unit_price_stated: findLowUnitPrices,
  low_unit_price_computed: findLowUnitPrices,
  high_income: findIncome,
  extreme_income: findIncome,
  reward_cut: findRewardCuts,
}

/** Runs the finders that the concepts ask for, each once a text. */
export function buildFinders(
  concepts: ReadonlyMap<string, Concept>,
): (text: string, segments: Segments) => Found[] {
  const asking = new Map<FinderName, string[]>()
  for (const { id, finder } of concepts.values())
    if (finder) asking.set(finder, [...(asking.get(finder) ?? []), id])
  const wanted = new Set(FINDER_NAMES.filter(name => asking.has(name)).map(name => FINDERS[name]))
  return (text, segments) =>
    [...wanted].flatMap(find =>
      find(text, segments).flatMap(({ finder, ...place }) =>
        (asking.get(finder) ?? []).map((concept): Found => ({ concept, ...place })),
      ),
    )
}
