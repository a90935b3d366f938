/** A confidence in hundredths; what is nearly certain is never called certain, nor what is nearly impossible impossible. */
export function percent(confidence: number, nearly: (hundredths: number) => string): string {
  if (confidence >= 0.99) return nearly(99)
  return `${Math.max(1, Math.round(confidence * 100))}%`
}
