import { Counter, type Registry } from 'prom-client'

/** Who asked how often: what only those see who run the service. */
export interface CallerFigures {
  called(tenant: string, key: string, messages: number): void
}

/** Values of a label; what comes later is `other`. */
const MOST = 100
const OTHER = 'other'

/** What these figures' names begin with. */
const CALLER_FIGURES = 'sekisho_caller_'

export function callerFigures(registers: Registry[]): CallerFigures {
  const labelNames = ['tenant', 'key'] as const
  const requests = new Counter({
    name: `${CALLER_FIGURES}requests_total`,
    help: 'Requests with a valid key or session; a hundred callers a process by name, the rest as "other".',
    labelNames,
    registers,
  })
  const messages = new Counter({
    name: `${CALLER_FIGURES}messages_total`,
    help: 'Messages judged, by who sent them.',
    labelNames,
    registers,
  })
  const named = new Set<string>()
  return {
    called: (tenant, key, judged) => {
      const caller = JSON.stringify([tenant, key])
      if (named.size < MOST) named.add(caller)
      const labels = named.has(caller) ? { tenant, key } : { tenant: OTHER, key: OTHER }
      requests.inc(labels)
      if (judged > 0) messages.inc(labels, judged)
    },
  }
}

/** The same text without who asked: an admin of one tenant does not see the others. */
export function withoutCallers(figures: string): string {
  return figures
    .split('\n')
    .filter(line => !line.startsWith(CALLER_FIGURES) && !/^# \w+ sekisho_caller_/.test(line))
    .join('\n')
}
