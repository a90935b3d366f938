import { z } from 'zod'
import { wholeNumber, yesOrNo } from './values.js'

/** Messages that come by a queue (NATS JetStream); switched on by QUEUE_URL. */
export const queueVariables = {
  queueUrl: natsServers().optional(),
  /** Where messages come in; the last token of a message's subject is its tenant. */
  queueSubjectIn: subject(/^[^\s.*>]+(\.([^\s.*>]+|\*))*(\.>)?$/, 'such as sekisho.messages.*').default(
    'sekisho.messages.*',
  ),
  /** Where verdicts go, and what cannot be judged; the tenant is put behind it. */
  queueSubjectOut: subject(/^[^\s.*>]+(\.[^\s.*>]+)*$/, 'such as sekisho.verdicts').default(
    'sekisho.verdicts',
  ),
  queueSubjectDead: subject(/^[^\s.*>]+(\.[^\s.*>]+)*$/, 'such as sekisho.dead').default('sekisho.dead'),
  /** The durable consumer that all instances share. */
  queueDurable: subject(/^[\w-]{1,64}$/, 'of letters, digits, _ and -').default('sekisho'),
  /** Deliveries of a message after which it is given up. */
  queueMaxDeliver: wholeNumber(1, 1_000).default(5),
  /** Messages that one process works on at once. */
  queueInFlight: wholeNumber(1, 1_000).default(64),
  /** Whether streams that are missing are made. */
  queueCreate: yesOrNo().default(false),
}

/** All that concerns the queue; undefined without QUEUE_URL. */
export const queueSchema = z
  .object(queueVariables)
  .transform(
    ({
      queueUrl,
      queueSubjectIn: subjectIn,
      queueSubjectOut: subjectOut,
      queueSubjectDead: subjectDead,
      queueDurable: durable,
      queueMaxDeliver: maxDeliver,
      queueInFlight: inFlight,
      queueCreate: creates,
    }) =>
      queueUrl && { ...queueUrl, subjectIn, subjectOut, subjectDead, durable, maxDeliver, inFlight, creates },
  )

/** Where messages come from and verdicts go to. */
export type QueueConfig = NonNullable<z.output<typeof queueSchema>>

function subject(pattern: RegExp, expected: string) {
  return z.string().regex(pattern, `expected a name ${expected}`)
}

/** `nats://` or `tls://`, several with commas between them; user and password, or a token, stand in the first. */
function natsServers() {
  return z.string().transform((list, context) => {
    const urls = list.split(',').map(item => item.trim())
    if (urls.every(item => /^(nats|tls):\/\/[^/\s]+\/?$/.test(item) && URL.canParse(item))) {
      const [first, ...others] = urls.map(item => new URL(item))
      if (first !== undefined) {
        const [user, pass] = [first.username, first.password].map(decodeURIComponent)
        return {
          servers: [first, ...others].map(({ host }) => host),
          isSecure: first.protocol === 'tls:',
          user: user || undefined,
          pass: pass || undefined,
        }
      }
    }
    context.addIssue('expected nats://<host>:4222 or tls://<host>:4222, several with commas between them')
    return z.NEVER
  })
}
