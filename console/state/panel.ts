import { signal } from '@preact/signals'

/** What lies over the desk, if anything. */
export const panel = signal<'help' | 'settings' | 'shift' | 'bulk' | 'agreement' | null>(null)
export const filtersOpen = signal(false)
/** On a phone the list and the case are two screens. */
export const screen = signal<'list' | 'case'>('list')
