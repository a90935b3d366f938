import type { Decision } from '../api/shapes.js'
import { answerAppeals } from '../state/answering.js'
import { campaign, openNextSample, wantedCampaign } from '../state/campaign.js'
import { decideCampaign } from '../state/campaign-deciding.js'
import { tickOnCampaign } from '../state/campaign-draft.js'
import { categories } from '../state/categories.js'
import { decide } from '../state/deciding.js'
import { toggleCategory } from '../state/drafts.js'
import { move, postpone, switchView, toList } from '../state/moving.js'
import { opened, wantedId } from '../state/opened.js'
import { filtersOpen, panel } from '../state/panel.js'
import { nextMark, reveal } from '../state/reading.js'
import { entryOf, rowOf } from '../state/rows.js'
import { chosen, toggle } from '../state/selection.js'
import { toggleStatement } from '../state/statements.js'
import { undo } from '../state/undo.js'
import { isAppealed, isWaiting } from '../state/waiting.js'
import { focusOn } from './focus.js'

type KeyName =
  | 'next'
  | 'previous'
  | 'mark'
  | 'reveal'
  | 'campaign'
  | 'back'
  | 'confirm'
  | 'dismiss'
  | 'digits'
  | 'note'
  | 'undo'
  | 'later'
  | 'search'
  | 'filters'
  | 'select'
  | 'bulk'
  | 'statement'
  | 'agreement'
  | 'settings'
  | 'help'

export interface Binding {
  readonly name: KeyName
  readonly keys: readonly string[]
  readonly group: 'move' | 'decide' | 'find' | 'page'
  /** Whether holding it down does it again. */
  readonly repeats?: true
  /** Absent where the key is dealt with elsewhere. */
  readonly run?: () => unknown
}

/** Every key of the desk, in the order of the help. */
export const BINDINGS: readonly Binding[] = [
  { name: 'next', keys: ['j'], group: 'move', repeats: true, run: () => move(1) },
  { name: 'previous', keys: ['k'], group: 'move', repeats: true, run: () => move(-1) },
  { name: 'mark', keys: ['n'], group: 'move', repeats: true, run: readOn },
  { name: 'reveal', keys: ['r'], group: 'move', run: reveal },
  { name: 'statement', keys: ['w'], group: 'move', run: toggleStatement },
  { name: 'campaign', keys: ['g'], group: 'move', run: switchView },
  { name: 'back', keys: ['escape'], group: 'move', run: back },
  { name: 'confirm', keys: ['c'], group: 'decide', run: () => answer('confirmed') },
  { name: 'dismiss', keys: ['d'], group: 'decide', run: () => answer('dismissed') },
  { name: 'digits', keys: ['0-9'], group: 'decide' },
  { name: 'note', keys: ['m'], group: 'decide', run: () => focusOn('note') },
  { name: 'undo', keys: ['u'], group: 'decide', run: undo },
  { name: 'later', keys: ['z'], group: 'decide', run: postpone },
  { name: 'search', keys: ['/'], group: 'find', run: search },
  { name: 'filters', keys: ['f'], group: 'find', run: toggleFilters },
  { name: 'select', keys: ['b'], group: 'find', run: selectWanted },
  { name: 'bulk', keys: ['x'], group: 'find', run: gather },
  { name: 'agreement', keys: ['a'], group: 'page', run: () => show('agreement') },
  { name: 'settings', keys: ['s'], group: 'page', run: () => show('settings') },
  { name: 'help', keys: ['?'], group: 'page', run: () => show('help') },
]

/** A digit ticks the category that bears it: the first ten plain, the rest with Shift. */
export function pressDigit(digit: number, shifted: boolean): void {
  const item = opened.value?.item
  const at = (digit + 9) % 10
  const category = categories.value[shifted ? at + 10 : at]
  if (wantedCampaign.value !== null) {
    if (category !== undefined && campaign.value?.status === 'open') tickOnCampaign(category.id)
    return
  }
  // What stands confirmed has its categories: an answer to who objects to it does not change them.
  if (item && isWaiting(item) && item.status !== 'confirmed' && category !== undefined)
    toggleCategory(item, category.id)
}

function answer(decision: Decision): Promise<void> {
  if (wantedCampaign.value !== null) return decideCampaign(decision)
  const item = opened.value?.item
  return item !== undefined && isAppealed(item) ? answerAppeals(decision) : decide(decision)
}

function readOn(): Promise<void> | void {
  return wantedCampaign.value === null ? nextMark() : openNextSample()
}

function show(name: 'settings' | 'help' | 'agreement'): void {
  panel.value = panel.value === name ? null : name
}

function back(): void {
  if (panel.value !== null) panel.value = null
  else if (filtersOpen.value) filtersOpen.value = false
  else toList()
}

function search(): void {
  toList()
  focusOn('search')
}

function toggleFilters(): void {
  filtersOpen.value = !filtersOpen.value
  if (filtersOpen.value) focusOn('status')
}

function selectWanted(): void {
  const row = rowOf(wantedId.value)
  if (row && entryOf(row) === null && !isAppealed(row)) toggle(row.id)
}

function gather(): void {
  if (chosen.value > 0) panel.value = 'bulk'
}
