import { signal } from '@preact/signals'
import { type Agreement, agreementSince } from '../api/agreement.js'
import { fetched } from './fetched.js'
import { openById } from './opened.js'
import { panel, screen } from './panel.js'

/** Days back from now. */
export const PERIODS = [7, 30, 90] as const
export const period = signal<(typeof PERIODS)[number]>(30)

const agreements = fetched<Agreement>()
const DAY = 24 * 60 * 60 * 1_000

export const agreementNow = () => agreements.of(String(period.value))

/** Asked anew whenever it is looked at: opinions come in all day. */
export function lookAtAgreement(days: number): void {
  void agreements.again(String(days), () => agreementSince(new Date(Date.now() - days * DAY)))
}

/** Opens a case of the list, over which the panel lay. */
export async function openFromAgreement(id: string): Promise<void> {
  panel.value = null
  screen.value = 'case'
  await openById(id)
}
