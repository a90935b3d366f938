import { z } from 'zod'
import { type PostingItem, postingItem } from '../contract/posting.js'
import { wording } from '../contract/wording.js'
import { compileKinds, everywhere, namedPattern, partsSchema } from './language/named-pattern.js'

/** The shape of `dict/posting.yaml`: how the six items of a job post are recognised. */

const patterns = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case, digits and _'), namedPattern)

export const postingSchema = z
  .strictObject({
    law: wording,
    parts: partsSchema,
    /** What withholds an item, or speaks of something else: it is taken out before the item is looked for. */
    aside: z.partialRecord(postingItem, patterns),
    /** What shows an item. */
    present: z.record(postingItem, patterns),
  })
  .transform(({ law, parts, aside, present }, context) => {
    const away = compileKinds(given(aside), parts, context, ['aside'])
    const shown = compileKinds(present, parts, context, ['present'])
    return {
      law,
      items: postingItem.options.map(item => ({
        item,
        aside: anywhere(away.get(item)),
        present: shown.get(item),
      })),
    }
  })
export type PostingSource = z.infer<typeof postingSchema>

const anywhere = (one: RegExp | undefined): RegExp | undefined => one && everywhere(one)

const given = <Value>(some: Partial<Record<PostingItem, Value>>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(some).flatMap(([item, value]) => (value === undefined ? [] : [[item, value]])),
  )
