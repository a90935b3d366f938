/**
 * `{手|て}{数|すう}{料|りょう}` stands for every mix of kanji and kana: 手数料, て数料, 手すう料, てすうりょう.
 * `plain` is the ordinary spelling, `variants` the others, all as they stand in normalised text. Throws an Error of one
 * line for a notation that says nothing.
 */
export function expandSpelling(notation: string): {
  readonly plain: string
  readonly variants: readonly string[]
} {
  const normalised = notation.normalize('NFKC').toLowerCase()
  if (!/^(?:\{[^{}|]+(?:\|[^{}|]+)+\}|[^{}|])+$/u.test(normalised))
    throw new Error(`${notation}: a part with several spellings is written {手|て}`)
  const parts = [...normalised.matchAll(/\{([^{}]+)\}|([^{}]+)/gu)].map(
    ([, spellings, plain = '']) => spellings?.split('|') ?? [plain],
  )
  if (parts.reduce((count, part) => count * part.length, 1) > MOST_VARIANTS)
    throw new Error(`${notation}: more than ${MOST_VARIANTS} spellings`)
  const [plain = '', ...variants] = parts.reduce<string[]>(
    (heads, part) => heads.flatMap(head => part.map(tail => head + tail)),
    [''],
  )
  return { plain, variants }
}

const MOST_VARIANTS = 256
