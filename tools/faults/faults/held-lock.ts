import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { between, type Fault, healing } from './fault.js'

const holdLock = fileURLToPath(new URL('../processes/hold-lock.js', import.meta.url))

export const heldLock: Fault = {
  title: "SQLite's write lock held by another process for 1 to 8 s",
  stores: ['sqlite'],
  answers: 'all',
  inject: async stage => {
    const { location } = stage.database
    if (location.kind !== 'sqlite') return
    const seconds = between(stage, 1, 8)
    const holder = spawn(process.execPath, [holdLock, location.file, String(seconds)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(holder, 'exit')
    await healing(
      async () => {
        await Promise.race([once(holder.stdout, 'data'), ended])
        await stage.pause(seconds)
        await Promise.race([ended, stage.pause(2)])
      },
      async () => {
        holder.kill('SIGKILL')
        await ended
      },
    )
  },
}
