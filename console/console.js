// The moderators' page: a client of the public API. What a key press or a button does, and what is open.
import { api, KeyRefused, useKey } from './api.js'
import { showCase, statuses, titleOf } from './case-view.js'
import { categoryBoxes, element, page, write } from './elements.js'

/**
 * @typedef {object} State
 * @property {import('./api.js').ScreeningSummary[]} items
 * @property {string | null} next the cursor of the rest
 * @property {import('./api.js').OpenedScreening | null} open
 * @property {string | null} last what was decided last
 */

/** @type {State} */
const state = { items: [], next: null, open: null, last: null }

/**
 * Label by category id; empty until the first successful load.
 * @type {Map<string, string>}
 */
const labels = new Map()

/** @param {string} words */
function say(words, wrong = false) {
  write(page.says, words)
  page.says.classList.toggle('wrong', wrong)
}

/**
 * Runs an action of the moderator and shows its error, if any, in the status line.
 * @param {() => Promise<void>} work
 */
async function attempt(work) {
  try {
    await work()
  } catch (error) {
    if (error instanceof KeyRefused) {
      page.keyForm.hidden = false
      page.key.focus()
    }
    say(error instanceof Error ? error.message : String(error), true)
  }
}

/** Fills the category filter and the checkboxes of a decision. */
async function loadCategories() {
  const { categories } = await api.categories()
  for (const { id, label } of categories) {
    labels.set(id, label)
    page.category.append(element('option', label, { value: id }))
    const choice = element('label')
    choice.append(element('input', undefined, { type: 'checkbox', value: id }), ` ${label}`)
    page.categories.append(choice)
  }
}

async function load(more = false) {
  if (labels.size === 0) await loadCategories()
  const query = new URLSearchParams({ limit: '50' })
  for (const { id, value } of [page.status, page.category, page.origin]) if (value) query.set(id, value)
  if (more && state.next) query.set('cursor', state.next)
  const { items, nextCursor } = await api.list(query)
  page.keyForm.hidden = true
  state.items = more ? [...state.items, ...items] : items
  state.next = nextCursor
  showList()
  say(
    state.items.length === 0
      ? 'この条件に合う件はありません。'
      : `${state.items.length} 件を表示しています。`,
  )
  if (!more) await open(state.items[0]?.id ?? null)
}

function showList() {
  page.list.replaceChildren(
    ...state.items.map(item => {
      const button = element('button', undefined, { type: 'button', 'data-id': item.id })
      button.append(
        element('strong', titleOf(item, '　')),
        element('span', `${new Date(item.createdAt).toLocaleString('ja-JP')}　${statuses[item.status]}`, {
          class: 'snippet',
        }),
        element('span', item.text.replaceAll(/●+/g, '…').trim(), { class: 'snippet' }),
      )
      if (item.id === state.open?.id) button.setAttribute('aria-current', 'true')
      button.addEventListener('click', () => attempt(() => open(item.id)))
      const row = element('li')
      row.append(button)
      return row
    }),
  )
  page.more.hidden = state.next === null
}

/** @param {string | null} id */
async function open(id) {
  state.open = id === null ? null : await api.open(id)
  page.case.hidden = state.open === null
  for (const button of page.list.querySelectorAll('button')) {
    const current = button.dataset.id === id
    button.toggleAttribute('aria-current', current)
    if (current) {
      button.setAttribute('aria-current', 'true')
      button.scrollIntoView({ block: 'nearest' })
    }
  }
  if (state.open !== null) showCase(state.open, labels)
}

/** @param {import('./api.js').Decision} decision */
async function decide(decision) {
  const item = state.open
  if (item === null || item.status !== 'pending') return
  const categories = categoryBoxes()
    .filter(box => box.checked)
    .map(box => box.value)
  if (decision === 'confirmed' && categories.length === 0)
    throw new Error('違反のときは、カテゴリを一つ以上選んでください。')
  const note = page.note.value.trim()
  await api.review(item.id, {
    decision,
    ...(decision === 'confirmed' && { categories }),
    ...(note && { note }),
  })
  state.last = item.id
  page.undo.hidden = false
  const done = state.items.findIndex(one => one.id === item.id)
  const following = state.items[done + 1] ?? state.items[done - 1] ?? null
  state.items =
    page.status.value === 'pending'
      ? state.items.filter(one => one.id !== item.id)
      : state.items.map(one => (one.id === item.id ? { ...one, status: decision } : one))
  showList()
  await open(following?.id ?? null)
  say(
    `${statuses[decision]}にしました。${state.open === null ? '残りはありません。' : '次の件を開きました。'}`,
  )
}

/** @param {string | null | undefined} id */
async function reopen(id) {
  if (!id) return
  await api.reopen(id)
  state.last = null
  page.undo.hidden = true
  await load()
  await open(id)
  say('判定を取り消し、未確認に戻しました。')
}

/** @param {1 | -1} by */
async function move(by) {
  const here = state.items.findIndex(item => item.id === state.open?.id)
  const there = state.items[here + by]
  if (there === undefined) say(by > 0 ? '最後の件です。' : '最初の件です。')
  else await open(there.id)
}

/** @type {Readonly<Record<string, () => Promise<void>>>} */
const keys = {
  j: () => move(1),
  k: () => move(-1),
  c: () => decide('confirmed'),
  d: () => decide('dismissed'),
}
document.addEventListener('keydown', async event => {
  const typing =
    event.target instanceof Element && event.target.closest('textarea, select, input:not([type=checkbox])')
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return
  const action = keys[event.key]
  if (action === undefined) return
  event.preventDefault()
  await attempt(action)
})

page.keyForm.addEventListener('submit', async event => {
  event.preventDefault()
  useKey(page.key.value.trim())
  page.key.value = ''
  await attempt(load)
})
for (const filter of [page.status, page.category, page.origin])
  filter.addEventListener('change', () => attempt(load))
page.reload.addEventListener('click', () => attempt(load))
page.more.addEventListener('click', () => attempt(() => load(true)))
page.confirm.addEventListener('click', () => attempt(() => decide('confirmed')))
page.dismiss.addEventListener('click', () => attempt(() => decide('dismissed')))
page.reopen.addEventListener('click', () => attempt(() => reopen(state.open?.id)))
page.undo.addEventListener('click', () => attempt(() => reopen(state.last)))
await attempt(load)
