import { readFileSync } from 'node:fs'

/** Linux counts the time of a process in hundredths of a second. */
const TICK = 10

/** A process and those that it started, by their ids. */
function family(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return [pid, ...(children === '' ? [] : children.split(' ').map(Number).flatMap(family))]
}

/** Resident megabytes of a family. */
export function residentMegabytes(pid: number): number {
  const kilobytes = (one: number): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1] ?? 0)
  return sum(family(pid).map(kilobytes)) / 1_024
}

/** Milliseconds that a family computed since it began, on all cores: what others do on the machine hardly touches it. */
export function cpuMilliseconds(pid: number): number {
  return TICK * sum(family(pid).map(one => cpuTicks(readFileSync(`/proc/${one}/stat`, 'utf8'))))
}

/** User and system time in a line of /proc/PID/stat. The name before them may hold spaces and brackets. */
export function cpuTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
