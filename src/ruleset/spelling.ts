/**
 * `{手|て}{数|すう}{料|りょう}` stands for every mix of kanji and kana: 手数料, て数料, 手すう料, てすうりょう.
 * `plain` is the ordinary spelling, `variants` the others.
 */
export function expandSpelling(notation: string): {
  readonly plain: string
  readonly variants: readonly string[]
} {
  const parts = [...notation.matchAll(/\{([^{}|]+(?:\|[^{}|]+)+)\}|([^{}|]+)/gu)].map(match =>
    match[1] === undefined ? [match[2] ?? ''] : match[1].split('|'),
  )
  if (parts.reduce((count, part) => count * part.length, 1) > MOST_VARIANTS) {
    throw new Error(`${notation}: more than ${MOST_VARIANTS} spellings`)
  }
  const spellings = parts.reduce<string[]>(
    (heads, part) => heads.flatMap(head => part.map(tail => head + tail)),
    [''],
  )
  const [plain = '', ...variants] = spellings
  return { plain, variants }
}

const MOST_VARIANTS = 256
