import { effect, signal } from '@preact/signals'
import { desk } from '../api/desk.js'
import type { Audience, Case, Statement } from '../api/shapes.js'
import { wantedCampaign } from './campaign.js'
import { fetched } from './fetched.js'
import { opened } from './opened.js'

export const AUDIENCES = ['sender', 'recipient', 'reporter'] as const

/** Whether the statement of the open case is looked at, and for whom. */
export const statementOpen = signal(false)
export const audience = signal<Audience>('sender')

// Each that is fetched is recorded as given: none is fetched unasked.
let shown: string | undefined
effect(() => {
  const id = opened.value?.item.id
  if (id === shown) return
  shown = id
  statementOpen.value = false
  audience.value = 'sender'
})

const statements = fetched<Statement>()

export const statementOf = (item: Case, to: Audience) => statements.of(keyOf(item, to))

export function wantStatement(item: Case, to: Audience): void {
  statements.want(keyOf(item, to), () => desk.statement(item.id, to))
}

export function fetchStatementAgain(item: Case, to: Audience): void {
  void statements.again(keyOf(item, to), () => desk.statement(item.id, to))
}

/** What is decided or answered makes it another statement. */
function keyOf({ id, status, decision, appeals }: Case, to: Audience): string {
  return [id, to, status, decision?.at, ...appeals.map(one => one.status)].join(' ')
}

export function toggleStatement(): void {
  if (opened.value !== null && wantedCampaign.value === null) statementOpen.value = !statementOpen.value
}
