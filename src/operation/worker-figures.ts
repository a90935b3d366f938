import { Counter, Registry } from 'prom-client'

/** What the process that starts the workers counts of them. */
export function workerFigures() {
  const registry = new Registry()
  const replaced = new Counter({
    name: 'sekisho_workers_replaced_total',
    help: 'Worker processes that died or hung and were started again.',
    labelNames: ['reason'],
    registers: [registry],
  })
  for (const reason of ['died', 'hung'] as const) replaced.inc({ reason }, 0)
  return { registry, replaced: (reason: 'died' | 'hung') => replaced.inc({ reason }) }
}
