import { computed } from '@preact/signals'
import type { Decision } from '../api/shapes.js'
import { now } from './clock.js'
import { fieldOf, kept } from './kept.js'
import { settings } from './settings.js'

interface Shift {
  readonly since: number
  readonly confirmed: number
  readonly dismissed: number
  /** Seconds that the latest decisions took, oldest first. */
  readonly seconds: readonly number[]
  /** When the moderator last rested, or put the reminder off until. */
  readonly restedAt: number
}

const number = (stored: unknown, name: string, otherwise: number): number => {
  const value = fieldOf(stored, name)
  return typeof value === 'number' ? value : otherwise
}

/** One's own figures: they stay in the tab. */
export const shift = kept<Shift>(sessionStorage, 'shift', stored => ({
  since: number(stored, 'since', Date.now()),
  confirmed: number(stored, 'confirmed', 0),
  dismissed: number(stored, 'dismissed', 0),
  seconds: (Array.isArray(fieldOf(stored, 'seconds')) ? [fieldOf(stored, 'seconds')].flat() : []).filter(
    one => typeof one === 'number',
  ),
  restedAt: number(stored, 'restedAt', Date.now()),
}))

export function countDecision(decision: Decision, openedAt: number): void {
  const took = Math.min(3_600, (Date.now() - openedAt) / 1_000)
  shift.value = {
    ...shift.value,
    [decision]: shift.value[decision] + 1,
    seconds: [...shift.value.seconds, took].slice(-200),
  }
}

export function uncountDecision(decision: Decision): void {
  shift.value = { ...shift.value, [decision]: Math.max(0, shift.value[decision] - 1) }
}

export function startOver(): void {
  shift.value = { since: Date.now(), confirmed: 0, dismissed: 0, seconds: [], restedAt: Date.now() }
}

/** Seconds; null before the first decision. */
export const median = computed(() => {
  const sorted = [...shift.value.seconds].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
})

/** Minutes since the last rest when a reminder is due; 0 when none is. */
export const breakDue = computed(() => {
  const minutes = Math.floor((now.value - shift.value.restedAt) / 60_000)
  const { breakAfter } = settings.value
  return breakAfter > 0 && minutes >= breakAfter ? minutes : 0
})

export function rested(): void {
  shift.value = { ...shift.value, restedAt: Date.now() }
}

/** The reminder comes again in ten minutes. */
export function snooze(): void {
  shift.value = { ...shift.value, restedAt: Date.now() - (settings.value.breakAfter - 10) * 60_000 }
}
