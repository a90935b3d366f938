interface Pressed {
  readonly key: string
  readonly code: string
}

/**
 * The key in lower case: Caps Lock changes no key, and an input method that swallows the letter (`Process`) or writes
 * another one leaves the place of the key. `?` and `/` are taken as they are written, wherever the keyboard has them.
 */
export function keyOf({ key, code }: Pressed): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1] ?? key
  const isTyped = /^[\x21-\x7e]$/.test(key)
  const isNamed = key.length > 1 && key !== 'Process'
  return (isTyped || isNamed ? key : letter).toLowerCase()
}
