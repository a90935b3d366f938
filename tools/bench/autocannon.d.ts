/** The little of autocannon that is used here; it ships no types. */
declare module 'autocannon' {
  export interface LoadRequest {
    readonly method: 'POST'
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }

  export interface LoadOptions {
    readonly url: string
    readonly connections: number
    /** Seconds. */
    readonly duration: number
    readonly requests: readonly LoadRequest[]
  }

  export interface LoadResult {
    readonly non2xx: number
    readonly errors: number
    /** A second. */
    readonly requests: { readonly average: number }
    /** Milliseconds. */
    readonly latency: { readonly p99: number }
  }

  export default function autocannon(options: LoadOptions): Promise<LoadResult>
}
