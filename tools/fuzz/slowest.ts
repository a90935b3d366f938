/** As many are remembered, to be timed again when nothing slows the code down. */
const REMEMBERED = 5

/** The slowest inputs of a search, by the processor's time. */
export class Slowest {
  #all: readonly { readonly input: string; readonly microseconds: number }[] = []

  /** Whether it would be remembered. */
  isAmong(microseconds: number): boolean {
    return this.#all.length < REMEMBERED || microseconds > (this.#all.at(-1)?.microseconds ?? 0)
  }

  /** Whether it is slower than all before. */
  note(input: string, microseconds: number): boolean {
    const [first] = this.#all
    this.#all = [...this.#all.filter(one => one.input !== input), { input, microseconds }]
      .sort((a, b) => b.microseconds - a.microseconds)
      .slice(0, REMEMBERED)
    return microseconds > (first?.microseconds ?? 0)
  }

  get inputs(): readonly string[] {
    return this.#all.map(({ input }) => input)
  }
}
