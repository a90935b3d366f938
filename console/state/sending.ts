/** Decisions on their way, by case. */
export const sent = new Map<string, Promise<void>>()

/** Resolves when no decision on these cases is on its way any more. Never rejects. */
export async function settled(ids: readonly string[]): Promise<void> {
  await Promise.allSettled(ids.map(id => sent.get(id)))
}
