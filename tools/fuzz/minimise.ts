/** Shortens an input, a stretch at a time and ever shorter ones, as long as it still fails. Gives up after `most` tries. */
export async function minimise(
  input: string,
  stillFails: (shorter: string) => Promise<boolean>,
  most = 2_000,
): Promise<string> {
  let smallest = input
  let tries = 0
  for (let size = Math.ceil(smallest.length / 2); size >= 1; ) {
    const before = smallest.length
    for (let at = 0; at < smallest.length && tries < most; ) {
      const shorter = smallest.slice(0, at) + smallest.slice(at + size)
      tries++
      if (await stillFails(shorter)) smallest = shorter
      else at += size
    }
    // At single units another round may pay, because one unit held another.
    if (size > 1) size = Math.ceil(size / 2)
    else if (smallest.length === before || tries >= most) break
  }
  return smallest
}
