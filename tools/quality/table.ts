/** A table of texts: the first column names the row, the others are figures. */
export interface Table {
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** For a terminal: columns padded to their widest cell. */
export function plain({ heads, rows }: Table): string {
  const all = [heads, ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)))
  return all
    .map(row =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}

export function markdown({ heads, rows }: Table): string {
  return [heads, heads.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')
}

/** The document with `content` between the marks of `command`. Throws when it has no such marks. */
export function withBetweenMarks(document: string, command: string, content: string): string {
  const begin = `<!-- begin: ${command} -->`
  const end = `<!-- end: ${command} -->`
  const from = document.indexOf(begin)
  const to = document.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`there is no ${begin} … ${end}`)
  return `${document.slice(0, from + begin.length)}\n${content}\n${document.slice(to)}`
}
