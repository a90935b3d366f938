import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Where a run keeps its files: a file system of its own where one may be mounted, else a temporary directory. */
export interface Disk {
  readonly directory: string
  /** Undefined where nothing may be mounted. */
  readonly own: OwnDisk | undefined
  readonly remove: () => void
}

/** A file system that nobody else uses. */
interface OwnDisk {
  /** Makes it as small as what is on it. */
  readonly fill: () => void
  readonly empty: () => void
  /** Waits until nothing on it is open for writing: a process that was ended may still be closing its files. */
  readonly makeReadOnly: () => Promise<void>
  readonly makeWritable: () => void
}

/** `megabytes`: how large it may become. */
export function openDisk(megabytes: number): Disk {
  const outer = mkdtempSync(join(tmpdir(), 'sekisho-faults-'))
  const directory = join(outer, 'disk')
  mkdirSync(directory)
  const whole = `size=${megabytes}m`
  const isMounted = run('mount', '-t', 'tmpfs', '-o', `${whole},mode=755`, 'sekisho-faults', directory)
  const remount = (options: string): boolean => run('mount', '-o', `remount,${options}`, directory)
  const must = (options: string): void => {
    if (!remount(options))
      throw new Error(`the file system at ${directory} cannot be remounted with ${options}`)
  }
  return {
    directory,
    own: isMounted
      ? {
          fill: () => {
            // The service may write between the measuring and the shrinking: then it is tried again.
            for (let tries = 0; tries < 20; tries++) {
              const { blocks, bfree, bsize } = statfsSync(directory)
              if (remount(`size=${(blocks - bfree) * bsize}`)) return
            }
            throw new Error(`the file system at ${directory} cannot be made smaller`)
          },
          empty: () => must(whole),
          makeReadOnly: async () => {
            for (let tries = 0; tries < 50; tries++) {
              if (remount('ro')) return
              await setTimeout(100)
            }
            must('ro')
          },
          makeWritable: () => must('rw'),
        }
      : undefined,
    remove: () => {
      if (isMounted) run('umount', '-l', directory)
      rmSync(outer, { recursive: true, force: true })
    },
  }
}

function run(program: string, ...parameters: readonly string[]): boolean {
  try {
    execFileSync(program, parameters, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
