/** What the primary process and its workers send each other. */
export type Message =
  /** Worker: listens at this address. */
  | { readonly kind: 'ready'; readonly url: string }
  /** Worker: a caller made it reload its dictionary, the others should follow. */
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'reload' }
  | { readonly kind: 'close' }
  /** Worker: asks for the figures of all workers together; `scraped` is the answer. */
  | { readonly kind: 'scrape' }
  | { readonly kind: 'scraped'; readonly text: string }
  /** Primary: asks a worker for its own figures; `figures` is the answer. */
  | { readonly kind: 'report' }
  | { readonly kind: 'figures'; readonly figures: object }
  /** Primary: asks a worker whether its event loop turns; `pong` is the answer. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong'; readonly isDebugged: boolean }
