/** What tenants, keys and people are called: letters and digits of any script, spaces and `. _ @ -`. */
export const NAME = /^[\p{L}\p{N} ._@-]{1,64}$/u

/** Names that mean something else in the trail, or where one asks for cases by their moderator. */
export const RESERVED: readonly string[] = ['free', 'me', 'none', 'open', 'sekisho', 'command line']

/** Whether a key may have the name. */
export function isKeyName(name: string): boolean {
  return NAME.test(name) && !RESERVED.includes(name)
}

/** Minutes for which the secret before a renewal may still open: a week. */
export const MOST_OVERLAP = 7 * 24 * 60

/** `moderator-1`, `moderator-2` …: the first that is not taken. */
export function numberedName(role: string, taken: readonly string[]): string {
  let number = 1
  while (taken.includes(`${role}-${number}`)) number++
  return `${role}-${number}`
}
