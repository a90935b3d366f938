import { z } from 'zod'

/** The shape of `dict/client-risk.yaml`. */

const traitSchema = z
  .strictObject({
    field: z.enum([
      'identityVerified',
      'completedOrders',
      'rating',
      'profileComplete',
      'accountAgeDays',
      'confirmedViolations',
    ]),
    is: z.union([z.boolean(), z.number()]).optional(),
    above: z.number().optional(),
    below: z.number().optional(),
    atLeast: z.number().optional(),
    /** What the trait adds to the log-odds of `client_risk`; below zero it speaks for the client. */
    logOdds: z.number(),
  })
  .refine(
    ({ is, above, below, atLeast }) => [is, above, below, atLeast].some(bound => bound !== undefined),
    'needs one of "is", "above", "below" and "atLeast"',
  )
export type ClientTrait = z.infer<typeof traitSchema>

export const clientRiskSchema = z.strictObject({
  /** Log-odds of a client of whom something is known, before any trait. */
  base: z.number(),
  traits: z.record(z.string().regex(/^[a-z][a-z_]*$/, 'lower case and _'), traitSchema),
})
export type ClientRiskSource = z.infer<typeof clientRiskSchema>
