import { effect } from '@preact/signals'
import { fieldOf, kept } from './kept.js'

export const THEMES = ['auto', 'light', 'dark', 'contrast'] as const
export const BREAKS = [0, 25, 50, 90] as const

export interface Settings {
  readonly theme: (typeof THEMES)[number]
  readonly language: 'ja' | 'en'
  /** The text is blurred until the moderator wants to see it. */
  readonly blur: boolean
  readonly grey: boolean
  /** Minutes between two reminders to rest; 0 for none. */
  readonly breakAfter: number
}

export const settings = kept<Settings>(localStorage, 'settings', stored => ({
  theme: THEMES.find(one => one === fieldOf(stored, 'theme')) ?? 'auto',
  language: fieldOf(stored, 'language') === 'en' ? 'en' : 'ja',
  blur: fieldOf(stored, 'blur') === true,
  grey: fieldOf(stored, 'grey') === true,
  breakAfter: BREAKS.find(one => one === fieldOf(stored, 'breakAfter')) ?? 50,
}))

export function set(change: Partial<Settings>): void {
  settings.value = { ...settings.value, ...change }
}

effect(() => {
  const { theme, language, grey, blur } = settings.value
  document.documentElement.dataset.theme = theme
  document.documentElement.lang = language
  document.documentElement.classList.toggle('grey', grey)
  document.documentElement.classList.toggle('blur', blur)
})
