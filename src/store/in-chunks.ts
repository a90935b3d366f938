/** Some rows a statement: PostgreSQL takes 65,535 parameters a statement, SQLite 32,766. */
export async function inChunks<Row, Result>(
  rows: readonly Row[],
  work: (chunk: readonly Row[]) => Promise<readonly Result[]>,
  /** Fewer where a row has many columns. */
  size = 1_000,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let start = 0; start < rows.length; start += size) {
    results.push(...(await work(rows.slice(start, start + size))))
  }
  return results
}
