/** The input that runs now, where another thread can read it: whoever hangs cannot say at what. */
export interface UnderWay {
  readonly memory: SharedArrayBuffer
  readonly note: (input: string) => void
  readonly read: () => { readonly executions: number; readonly input: string }
}

/** UTF-16 units; what is longer is cut. */
const LONGEST = 50_000
const HEADER = 8

export function underWay(memory = new SharedArrayBuffer(HEADER + 2 * LONGEST)): UnderWay {
  const header = new Int32Array(memory, 0, 2)
  const units = new Uint16Array(memory, HEADER)
  return {
    memory,
    note: input => {
      const length = Math.min(input.length, LONGEST)
      for (let at = 0; at < length; at++) units[at] = input.charCodeAt(at)
      Atomics.store(header, 1, length)
      Atomics.add(header, 0, 1)
    },
    read: () => ({
      executions: Atomics.load(header, 0),
      input: Array.from(units.subarray(0, Atomics.load(header, 1)), unit => String.fromCharCode(unit)).join(
        '',
      ),
    }),
  }
}
