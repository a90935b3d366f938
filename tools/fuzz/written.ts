/** An input as a JSON string that survives a terminal and a shell's single quotes; kana and kanji stay readable. */
export const written = (input: string): string =>
  JSON.stringify(input).replace(/[^\x20-\x26\x28-\x7e\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff]/gu, char =>
    [...char].length === 1 && char.length === 2
      ? escaped(char.charAt(0)) + escaped(char.charAt(1))
      : escaped(char),
  )

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The same, cut where it is longer than a line. */
export const shortly = (input: string): string => {
  const all = written(input.slice(0, 60))
  return input.length > 60 ? `${all}…` : all
}
