import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fault, healing, onBoth, type Stage } from './fault.js'

const HOUR = 3_600_000

/** Forth, back past where it was, and right again. */
export const clockJump: Fault = {
  title: 'the clock jumps by an hour to two days, forth and back',
  stores: onBoth,
  answers: 'all',
  inject: async stage => {
    await healing(
      async () => {
        for (const direction of [1, -1]) {
          setClock(stage, direction * Math.round((1 + stage.random() * 47) * HOUR))
          await stage.pause(2)
        }
      },
      () => setClock(stage, 0),
    )
  },
}

/** Every process of the service goes by the file when it is told to, and when it starts. */
function setClock({ instances, disk }: Stage, milliseconds: number): void {
  writeFileSync(join(disk.directory, 'clock-shift'), String(milliseconds))
  for (const pid of instances.flatMap(one => one.processes())) process.kill(pid, 'SIGWINCH')
}
