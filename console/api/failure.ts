/** Why a request did not do what was wanted, in the desk's own terms. `words/` says each to people. */
export type FailureKind =
  | 'wrong_key'
  | 'no_right'
  | 'offline'
  | 'proxy'
  | 'overloaded'
  | 'store'
  | 'too_many'
  | 'gone'
  | 'decided'
  | 'claimed'
  | 'not_decided'
  /** An objection waits: the decision stands until it is answered. */
  | 'appealed'
  | 'answered'
  /** Who decided does not answer. */
  | 'decided_before'
  | 'refused'
  | 'broken'

export class Failure extends Error {
  override readonly name = 'Failure'
  constructor(
    readonly kind: FailureKind,
    /** What the service said, in English; for those it helps. */
    readonly detail = '',
    readonly status = 0,
    /** Seconds after which to try again, where the service said so. */
    readonly retryAfter?: number,
  ) {
    super(`${kind} ${detail}`)
  }
}

/** Failures that pass by themselves: the same request may work in a moment. */
export const PASSING: ReadonlySet<FailureKind> = new Set([
  'offline',
  'proxy',
  'overloaded',
  'store',
  'too_many',
])

const BY_CODE: Readonly<Record<string, FailureKind>> = {
  already_decided: 'decided',
  claimed_by_other: 'claimed',
  not_decided: 'not_decided',
  appeal_open: 'appealed',
  appeal_answered: 'answered',
  decided_before: 'decided_before',
  overloaded: 'overloaded',
  store_unavailable: 'store',
}

const BY_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'wrong_key',
  403: 'no_right',
  404: 'gone',
  410: 'gone',
  429: 'too_many',
  502: 'proxy',
  503: 'overloaded',
  504: 'proxy',
}

interface ProblemDocument {
  readonly type?: string
  readonly detail?: string
}

/** Reads a refusal, whoever wrote it: the service in a problem document, or a proxy in a page. */
export async function failureOf(answer: Response): Promise<Failure> {
  const retryAfter = Number(answer.headers.get('retry-after')) || undefined
  const problem = await problemIn(answer)
  if (problem === null) return new Failure('proxy', answer.statusText, answer.status, retryAfter)
  const code = problem.type?.split(':').at(-1) ?? ''
  const kind = BY_CODE[code] ?? BY_STATUS[answer.status] ?? (answer.status < 500 ? 'refused' : 'broken')
  return new Failure(kind, problem.detail, answer.status, retryAfter)
}

async function problemIn(answer: Response): Promise<ProblemDocument | null> {
  if (!isJson(answer)) return null
  try {
    const problem: ProblemDocument | null = await answer.json()
    return problem
  } catch {
    return null
  }
}

export function isJson(answer: Response): boolean {
  return /^application\/(problem\+)?json\b/.test(answer.headers.get('content-type') ?? '')
}
