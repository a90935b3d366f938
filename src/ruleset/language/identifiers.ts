import { z } from 'zod'
import { languageExamples } from './examples.js'

/** The shape of `dict/language/identifiers.yaml`. */

/** As texts are read: what is written otherwise is never found. */
const word = z
  .string()
  .min(1)
  .max(40)
  .refine(text => text === text.normalize('NFKC').toLowerCase(), 'has to be in NFKC and lower case')

const words = z
  .array(word)
  .min(1)
  .superRefine((given, context) => {
    for (const [at, one] of given.entries())
      if (given.indexOf(one) < at)
        context.addIssue({ code: 'custom', message: `${one} stands here twice`, path: [at] })
  })

/** The name of a service, as its identifiers begin with it. */
const service = z.string().regex(/^[a-z]{1,20}$/, 'lower case letters')

export const identifiersSchema = z.strictObject({
  names: z.strictObject({
    letters: z.record(z.string().regex(/^[a-z0-9_.-]$/, 'a letter, a digit or a sign of names'), words),
    not_names: words,
  }),
  address: z.strictObject({
    at: words,
    dot: words,
    signs: z.record(z.string().regex(/^[_/-]$/, 'one of _ - /'), words),
    ends: z.strictObject({ com: words, co: words, jp: words, net: words }),
    hosts: z.record(z.string().regex(/^[a-z.]{3,20}$/, 'the first part of a host name'), z.array(word)),
  }),
  line_id: z.strictObject({
    service: words,
    label: words,
    official: words,
    friend: words,
    search: words,
    owner: words,
    of_other_things: words,
  }),
  handle: z.strictObject({
    services: z.record(service, words).refine(given => Object.keys(given).length > 0, 'needs a service'),
    label: words,
    always_at: z.array(service),
    hosts: z.record(z.string().regex(/^[a-z0-9.-]{3,60}$/, 'a host name'), service),
    pages: words,
    not_names: words,
  }),
  meeting: z.strictObject({ service: words, meeting: words, number: words }),
  bank_account: z.strictObject({
    kinds: z.record(word, word),
    account: words,
    number: words,
    banks: words,
    bank_endings: words,
    branch_endings: words,
    before_a_name: words,
    post: words,
    post_sign: words,
  }),
  phone: z.strictObject({ telephone: words, number: words, of_other_things: words, units: words }),
  referral_code: z.strictObject({ whose: words, code: words, not_codes: words, units: words }),
  examples: languageExamples,
})
export type IdentifiersLanguage = z.infer<typeof identifiersSchema>
