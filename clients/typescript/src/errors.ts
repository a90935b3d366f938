import type { ProblemDocument } from './operations.js'

/** The service refused a call, after the last attempt. */
export class SekishoError extends Error {
  override readonly name = 'SekishoError'
  constructor(
    readonly status: number,
    /** Why, as RFC 9457 has it; undefined when something between answered in its own words. */
    readonly problem: ProblemDocument | undefined,
  ) {
    super(problem ? `${problem.title}: ${problem.detail}` : `The service answered ${status}`)
  }

  /** The last part of the problem's type, such as `message_conflict`: its page is `/problems/message_conflict`. */
  get code(): string | undefined {
    return this.problem?.type.split(':').at(-1)
  }
}

/** Of the results of a batch or a stream: those that have no judgement. */
export function isProblem(result: object): result is ProblemDocument {
  return 'type' in result && !('verdict' in result)
}

export async function errorOf(response: Response): Promise<SekishoError> {
  const isProblemDocument = response.headers.get('content-type')?.startsWith('application/problem+json')
  const body = await response.text().catch(() => '')
  return new SekishoError(response.status, isProblemDocument ? JSON.parse(body) : undefined)
}
