import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { countsOf } from '../contract/hits.js'
import type { Judgement } from '../contract/judgement.js'
import { type CallerFigures, callerFigures } from './caller-figures.js'
import { type WatchedSources, watchedFigures } from './watched-figures.js'

/** The metrics of one process, named after Prometheus' conventions (base units, suffixes). */
export interface Metrics {
  readonly registry: Registry
  readonly contentType: string
  /** Without seconds it is counted and not timed. */
  request(method: string, route: string, status: number, seconds: number | undefined): void
  /** Who asked, which only a key for figures sees. */
  readonly callers: CallerFigures
  /** Never a text or an id is counted. */
  judged(judgement: Judgement, seconds: number): void
  tokenised(seconds: number): void
  /** The reader's network ran an input. */
  read(seconds: number): void
  /** A message was judged without the reader, which had been asked. */
  unread(): void
  stored(operation: 'read' | 'write', seconds: number, failed: boolean): void
  /** A webhook was attempted. */
  webhook(outcome: 'delivered' | 'refused' | 'unanswered'): void
  /** A message of the queue was settled, or is delivered again (`failed`). */
  incoming(outcome: 'answered' | 'dead' | 'failed', redelivered: boolean): void
  authenticationFailed(): void
  shed(): void
  /** A limit is counted by this instance alone, because the counts of all cannot be reached; or no longer is. */
  limitsAlone(limit: string, isAlone: boolean): void
  /** Sets the sources of the figures that are read at a scrape. */
  watch(sources: WatchedSources): void
}

/** Seconds. A judgement takes tenths of a millisecond, a stuck store seconds. */
const REQUEST_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
const JUDGEMENT_BUCKETS = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]
export function buildMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `sekisho_${name}`, help, labelNames, registers })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: Label[]
  ) => new Histogram({ name: `sekisho_${name}`, help, buckets, labelNames, registers })

  const requests = counter('http_requests_total', 'Requests answered.', 'method', 'route', 'status')
  const durations = histogram(
    'http_request_duration_seconds',
    'From the first byte of a request to the last of its answer.',
    REQUEST_BUCKETS,
    'method',
    'route',
  )
  const messages = counter(
    'messages_total',
    'Messages judged; dry runs and known-answer texts are not counted.',
    'verdict',
  )
  const flags = counter('flags_total', 'Flags raised.', 'category')
  const ruleHits = counter('rule_hits_total', 'Flagged messages by the rule that flagged them.', 'rule')
  const shadowHits = counter('shadow_hits_total', 'Messages that a shadow rule would have flagged.', 'rule')
  const judgements = histogram(
    'judgement_duration_seconds',
    'Judging one message, without storing it.',
    JUDGEMENT_BUCKETS,
  )
  // Added up here and counted at a scrape: the tokenizer runs some ten times a message.
  let tokenising = 0
  new Counter({
    name: 'sekisho_tokeniser_seconds_total',
    help: 'Time spent in the tokenizer.',
    registers,
    collect() {
      this.inc(tokenising)
      tokenising = 0
    },
  })
  const reader = histogram('reader_duration_seconds', 'One run of the pretrained reader.', REQUEST_BUCKETS)
  const unread = counter('reader_failures_total', 'Messages judged without the reader that was asked.')
  const store = histogram(
    'store_duration_seconds',
    'Reads and transactions of the store.',
    REQUEST_BUCKETS,
    'operation',
  )
  const storeFailures = counter('store_failures_total', 'Reads and transactions that failed.', 'operation')
  const webhooks = counter(
    'webhook_attempts_total',
    'Attempts to deliver a webhook; unanswered: time-out, no connection, 5xx or 429.',
    'outcome',
  )
  const incoming = counter(
    'incoming_messages_total',
    'Deliveries of the queue; dead: to the dead letters, failed: to be delivered again.',
    'outcome',
  )
  const redelivered = counter(
    'incoming_redelivered_total',
    'Deliveries that were not the first of their message.',
  )
  const refusedKeys = counter('authentication_failures_total', 'Requests without a valid key.')
  const shed = counter('shed_requests_total', 'Requests refused because the process had too much to do.')
  const alone = new Gauge({
    name: 'sekisho_limits_alone',
    help: '1 while a limit holds for this instance alone, because the counts of all instances cannot be reached.',
    labelNames: ['limit'],
    aggregator: 'max',
    registers,
  })
  const callers = callerFigures(registers)
  const watch = watchedFigures(registers)

  const counters = {
    verdict: (verdict: string) => messages.inc({ verdict }),
    category: (category: string) => flags.inc({ category }),
    rule: (rule: string) => ruleHits.inc({ rule }),
    shadow: (rule: string) => shadowHits.inc({ rule }),
  }

  return {
    registry,
    contentType: registry.contentType,
    request: (method, route, status, seconds) => {
      requests.inc({ method, route, status })
      if (seconds !== undefined) durations.observe({ method, route }, seconds)
    },
    judged: (judgement, seconds) => {
      judgements.observe(seconds)
      for (const { kind, name } of countsOf(judgement)) counters[kind](name)
    },
    tokenised: seconds => {
      tokenising += seconds
    },
    read: seconds => reader.observe(seconds),
    unread: () => unread.inc(),
    stored: (operation, seconds, failed) => {
      store.observe({ operation }, seconds)
      if (failed) storeFailures.inc({ operation })
    },
    webhook: outcome => webhooks.inc({ outcome }),
    incoming: (outcome, again) => {
      incoming.inc({ outcome })
      if (again) redelivered.inc()
    },
    authenticationFailed: () => refusedKeys.inc(),
    shed: () => shed.inc(),
    limitsAlone: (limit, isAlone) => alone.set({ limit }, isAlone ? 1 : 0),
    watch,
    callers,
  }
}
