/** The little of autocannon that is used here; it ships no types. */
declare module 'autocannon' {
  export interface LoadRequest {
    readonly method: 'POST'
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }

  /** One connection. */
  export interface LoadClient {
    /** What it sends, one after the other and then from the first again. */
    setRequests(requests: readonly LoadRequest[]): void
    on(event: 'response', listener: (status: number, bytes: number, milliseconds: number) => void): void
  }

  export interface LoadOptions {
    readonly url: string
    readonly connections: number
    /** Seconds. */
    readonly duration: number
    /** Called for each connection before it sends anything. */
    readonly setupClient: (client: LoadClient) => void
  }

  export interface LoadResult {
    readonly non2xx: number
    readonly errors: number
  }

  export default function autocannon(options: LoadOptions): Promise<LoadResult>
}
