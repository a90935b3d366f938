import { computed } from '@preact/signals'
import { settings } from '../state/settings.js'
import { ageOf } from './age.js'
import { percent } from './confidence.js'
import { en } from './en.js'
import { type Dictionary, ja } from './ja.js'

export const LANGUAGES = { ja: '日本語', en: 'English' } as const

const dictionaries: Readonly<Record<keyof typeof LANGUAGES, Dictionary>> = { ja, en }

/** The words in the chosen language. */
export const words = computed(() => dictionaries[settings.value.language])

export function age(iso: string, now: number): string {
  const { amount, unit } = ageOf(iso, now)
  return words.value.age(amount, unit)
}

export function moment(iso: string): string {
  return new Date(iso).toLocaleString(words.value.locale, { dateStyle: 'medium', timeStyle: 'short' })
}

export function sure(confidence: number): string {
  return percent(confidence, words.value.nearly)
}
