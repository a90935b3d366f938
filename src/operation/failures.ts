/** The readable lines of an error that ends a command or keeps the service from starting: no stack, no class names. */
export function linesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)]
  // A refused connection to a name with several addresses is an AggregateError without a message.
  const message = error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message
  if ('code' in error && error.code === 'EADDRINUSE')
    return [`PORT is in use: ${message}; stop what uses it or choose another PORT`]
  return message.split('\n').filter(line => line.trim() !== '')
}

/** Errors of databases carry parameters and rows, so only their class, message and stack are logged. */
export function withoutParameters(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  return { type: error.name, message: error.message, stack: error.stack }
}
