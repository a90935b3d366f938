import { isOperation, mapped } from './openapi-walk.js'
import { problemWords } from './problem-words.js'
import { Problem, type ProblemCode, problemDetails } from './problems.js'

/** Where an operation answers a status with other problems than most do. */
const OWN: Readonly<Record<string, readonly ProblemCode[]>> = {
  'report 409': ['message_conflict', 'not_flagged'],
  'claimScreening 409': ['already_decided', 'claimed_by_other'],
  'releaseScreening 409': ['claimed_by_other'],
  'reviewScreening 409': ['already_decided', 'claimed_by_other'],
  'reopenScreening 409': ['not_decided', 'appeal_open'],
  'reviewCampaign 409': ['already_decided'],
  'reopenCampaign 409': ['not_decided'],
  'setListEntry 409': ['lists_full'],
  'appeal 409': ['appeal_repeated', 'nothing_to_appeal', 'appeal_late'],
  'decideAppeal 409': ['appeal_answered', 'decided_before', 'claimed_by_other'],
  'markGolden 409': ['not_decided'],
  'retryDelivery 409': ['not_dead'],
  'finishSignIn 400': ['validation_failed', 'sign_in_lost'],
  'finishSignIn 403': ['sign_in_denied', 'not_permitted'],
  'finishSignIn 503': ['sign_in_unavailable', 'overloaded'],
  'signIn 503': ['sign_in_unavailable', 'overloaded'],
  'signOut 403': ['own_header_needed'],
}

const USUAL: Readonly<Record<string, readonly ProblemCode[]>> = {
  400: ['validation_failed', 'malformed_json'],
  401: ['unauthenticated'],
  403: ['forbidden', 'keys_needed'],
  404: ['not_found'],
  409: ['message_conflict'],
  410: ['erased'],
  413: ['payload_too_large'],
  414: ['uri_too_long'],
  415: ['unsupported_media_type'],
  422: ['ruleset_refused'],
  429: ['too_many_requests'],
  503: ['store_unavailable', 'overloaded'],
}

/** Shows the problems of each status by an example each. */
export function withProblemExamples<D extends { readonly paths?: object | undefined }>(document: D): D {
  const paths = mapped(document.paths, part => {
    if (!isOperation(part)) return part
    return mapped(part, (inner, at) => {
      const [, status] = /^\/responses\/(\d+)\/content\/application\/problem\+json$/.exec(at) ?? []
      if (status === undefined || typeof inner !== 'object') return inner
      const codes = OWN[`${part.operationId} ${status}`] ?? USUAL[status] ?? []
      return { ...inner, examples: Object.fromEntries(codes.map(code => [code, exampleOf(code)])) }
    })
  })
  return { ...document, paths }
}

function exampleOf(code: ProblemCode) {
  const { example, means } = problemWords[code]
  const problem = new Problem(code, example, FIELDS[code])
  return { summary: means, value: problemDetails(problem, '3f0c8f5e-6d0b-4c55-9a43-0f6a4b7c2d11') }
}

const FIELDS: Readonly<Partial<Record<ProblemCode, NonNullable<Problem['errors']>>>> = {
  validation_failed: [{ pointer: '/client/rating', detail: 'Too big: expected number to be <=5' }],
  message_conflict: [{ pointer: '/text', detail: 'Not the text that was sent before' }],
}
