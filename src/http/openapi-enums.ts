import type { z } from 'zod'
import { identifierType } from '../contract/identifier.js'
import { listName, listType } from '../contract/lists.js'
import { postingItem } from '../contract/posting.js'
import * as words from '../contract/words.js'
import { roles } from '../store/keys.js'
import { isObject, mapped, type OpenApiDocument, PREFIX } from './openapi-walk.js'

/** What the lists of words are called in the document, and so in generated clients. */
export function enumNames(categories: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const named: Readonly<Record<string, z.ZodEnum>> = {
    Stage: words.stage,
    Kind: words.kind,
    Author: words.author,
    Verdict: words.verdict,
    Decider: words.decider,
    Severity: words.severity,
    RuleStatus: words.ruleStatus,
    CaseStatus: words.caseStatus,
    Decision: words.outcome,
    CampaignStatus: words.campaignStatus,
    Side: words.side,
    Audience: words.audience,
    AppealStatus: words.appealStatus,
    ReportKind: words.reportKind,
    Origin: words.origin,
    SortOrder: words.caseOrder,
    TextKept: words.textKept,
    DeliveryStatus: words.deliveryStatus,
    EventChoice: words.eventChoice,
    EndpointState: words.endpointState,
    IdentifierType: identifierType,
    ListName: listName,
    ListType: listType,
    PostingItem: postingItem,
  }
  return {
    ...Object.fromEntries(
      Object.entries(named).map(([name, { options }]) => [name, options.map(value => String(value))]),
    ),
    Role: roles,
    Category: categories,
    ReaderMode: ['all', 'uncertain', 'off'],
    YesOrNo: ['Yes', 'No'],
    AppealOutcome: words.appealStatus.exclude(['open']).options,
  }
}

/** Puts each list of words into the document once, under its name, and refers to it where it stood. */
export function withNamedEnums<D extends OpenApiDocument>(
  document: D,
  names: Readonly<Record<string, readonly string[]>>,
): D {
  const nameOf = new Map(Object.entries(names).map(([name, values]) => [JSON.stringify(values), name]))
  const used = new Map<string, object>()
  const referring = mapped(document, part => {
    if (!isObject(part) || !('enum' in part) || !Array.isArray(part.enum)) return part
    const name = nameOf.get(JSON.stringify(part.enum))
    if (name === undefined) return part
    const { enum: values, type, ...beside } = part as { readonly enum: unknown; readonly type?: unknown }
    used.set(name, { type: type ?? 'string', enum: values })
    return { $ref: PREFIX + name, ...beside }
  })
  const schemas = { ...referring.components?.schemas, ...Object.fromEntries(used) }
  const sorted = Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1))
  return { ...referring, components: { ...referring.components, schemas: Object.fromEntries(sorted) } }
}
