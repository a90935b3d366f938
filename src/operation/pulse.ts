/** How often a process is asked whether it is alive, in milliseconds. */
const BETWEEN_PINGS = 1_000

export interface PulseOptions<Process> {
  /** Pings in a row without an answer after which a process counts as hung; 0: never. */
  readonly limit: number
  readonly ping: (process: Process) => void
  readonly onHung: (process: Process) => void
}

export interface Pulse<Process> {
  /** From now on it is asked. A process that still starts is busy for seconds and is not to be asked yet. */
  watch(process: Process): void
  /** It has answered. A process that is stopped at a breakpoint is let be until it answers without a debugger. */
  answered(process: Process, isDebugged: boolean): void
  forget(process: Process): void
  stop(): void
}

/**
 * Finds processes that hang: stopped, or in an endless loop. Pings are counted, not seconds: while the machine sleeps, or is
 * so busy that we do not get to run either, nobody is asked and nobody grows silent.
 */
export function takePulse<Process>({ limit, ping, onHung }: PulseOptions<Process>): Pulse<Process> {
  const unanswered = new Map<Process, number>()
  const debugged = new Set<Process>()
  const timer = setInterval(askAll, BETWEEN_PINGS).unref()

  return {
    watch: process => void unanswered.set(process, 0),
    answered: (process, isDebugged) => {
      if (unanswered.has(process)) unanswered.set(process, 0)
      if (isDebugged) debugged.add(process)
      else debugged.delete(process)
    },
    forget: process => {
      unanswered.delete(process)
      debugged.delete(process)
    },
    stop: () => clearInterval(timer),
  }

  function askAll(): void {
    for (const [process, count] of unanswered) {
      if (limit > 0 && count >= limit && !debugged.has(process)) {
        unanswered.delete(process)
        onHung(process)
      } else {
        unanswered.set(process, count + 1)
        ping(process)
      }
    }
  }
}
