// Loaded into the service with --import: a wall clock that can be set. SIGWINCH has it read `clock-shift` in the working
// directory, milliseconds; timers and `performance.now()` go on evenly, as they do when an operator or NTP sets a clock.
// (SIGWINCH, because the service closes on most other signals, and a process without a listener ignores it.)
import { readFileSync } from 'node:fs'

const RealDate = Date
let shift = readShift()
process.on('SIGWINCH', () => {
  shift = readShift()
})

const now = (): number => RealDate.now() + shift

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
})

function readShift(): number {
  try {
    return Number(readFileSync('clock-shift', 'utf8'))
  } catch {
    return 0
  }
}
