import { z } from 'zod'

/** The words of the field that have a fixed list of values. Each list stands here and nowhere else. */

/** How far the deal is: before a contract (or before the money is in escrow), under contract, delivered. */
export const stage = z.enum(['pre_contract', 'contracted', 'delivered'])
export type Stage = z.infer<typeof stage>

export const kind = z.enum(['message', 'job_post'])
export type Kind = z.infer<typeof kind>

/** Who wrote an earlier message. */
export const author = z.enum(['client', 'worker'])

/** Deliver, deliver with advice, hold for a moderator, do not deliver: from mild to harsh. */
export const verdict = z.enum(['allow', 'warn', 'review', 'block'])
export type Verdict = z.infer<typeof verdict>

/** What makes a flag. */
export const decider = z.enum(['rule', 'reader', 'voice', 'list', 'campaign', 'client'])
export type Decider = z.infer<typeof decider>

export const severity = z.enum(['violation', 'caution'])
export type Severity = z.infer<typeof severity>

/** A shadow rule is matched and counted, and never in the verdict. */
export const ruleStatus = z.enum(['live', 'shadow'])
export type RuleStatus = z.infer<typeof ruleStatus>

/** Where a stored message stands before the moderators. */
export const caseStatus = z.enum(['pending', 'confirmed', 'dismissed'])
export type CaseStatus = z.infer<typeof caseStatus>

/** What a moderator can decide. */
export const outcome = caseStatus.exclude(['pending'])

/** Where texts that were made from one another stand before the moderators. */
export const campaignStatus = z.enum(['open', 'confirmed', 'dismissed'])

/** Who may object to what was done with a message. */
export const side = z.enum(['sender', 'recipient'])
export type Side = z.infer<typeof side>

/** Whom a decision is explained to. */
export const audience = z.enum(['sender', 'recipient', 'reporter'])
export type Audience = z.infer<typeof audience>

/** An objection waits, or has changed what it objects to, or has not. */
export const appealStatus = z.enum(['open', 'granted', 'rejected'])
export type AppealStatus = z.infer<typeof appealStatus>

/** What a report says of a message: that it should not have been let through, or that there is nothing wrong with it. */
export const reportKind = z.enum(['violation', 'not_a_violation'])
export type ReportKind = z.infer<typeof reportKind>

/**
 * `report`: the message was let through, and a worker reported it. `audit`: it was let through, and was drawn to be looked at;
 * said only once somebody has decided. `test`: a known-answer text, counted nowhere.
 */
export const origin = z.enum(['screen', 'report', 'audit', 'test'])
export type Origin = z.infer<typeof origin>

/** In which order cases are listed and handed out; `harm`: by what they may do to people (`harm.ts`). */
export const caseOrder = z.enum(['newest', 'oldest', 'harm'])
export type CaseOrder = z.infer<typeof caseOrder>

/** How much of a flagged text is kept. */
export const textKept = z.enum(['full', 'evidence', 'none'])
export type TextKept = z.infer<typeof textKept>

/** A webhook waits (again), was delivered, or was given up. */
export const deliveryStatus = z.enum(['waiting', 'delivered', 'dead'])
export type DeliveryStatus = z.infer<typeof deliveryStatus>

/** What a webhook can tell of, and an endpoint choose. */
export const webhookType = z.enum([
  'screening.flagged',
  'screening.decided',
  'screening.reopened',
  'appeal.decided',
  'report.decided',
  'campaign.grown',
])
export type WebhookType = z.infer<typeof webhookType>

/** What an endpoint can ask for; `*`: all, also those to come. */
export const eventChoice = z.enum([...webhookType.options, '*'])

/** Sent to, left alone for a while because it does not answer, or switched off. */
export const endpointState = z.enum(['delivering', 'paused', 'disabled'])

/** What becomes of a draft: each is counted once a draft. */
export const draftStep = z.enum(['drafts', 'hinted', 'revised', 'sentAnyway'])
export type DraftStep = z.infer<typeof draftStep>
