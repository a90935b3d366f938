import { execFileSync } from 'node:child_process'
import { between, type Fault, healing, type Stage } from './fault.js'

/** A small file system of its own, filled; where none may be mounted, files may not grow (RLIMIT_FSIZE). */
export const fullDisk: Fault = {
  title: 'no room for SQLite for 3 to 6 s',
  stores: ['sqlite'],
  answers: 'all',
  inject: async stage => {
    const { own } = stage.disk
    if (own) own.fill()
    else limitFiles(stage, '4096:unlimited')
    await healing(
      () => stage.pause(between(stage, 3, 6)),
      () => (own ? own.empty() : limitFiles(stage, 'unlimited:unlimited')),
    )
  },
}

function limitFiles({ instances }: Stage, bytes: string): void {
  for (const pid of instances.flatMap(one => one.processes()))
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}`])
}
