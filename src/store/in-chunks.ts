/** One statement a thousand rows: PostgreSQL takes 65,535 parameters a statement, SQLite 32,766. */
export async function inChunks<Row, Result>(
  rows: readonly Row[],
  work: (chunk: readonly Row[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let start = 0; start < rows.length; start += 1_000) {
    results.push(...(await work(rows.slice(start, start + 1_000))))
  }
  return results
}
