// The moderators' page: a client of the public API. The key that is typed in lives in this module's memory only.
// Stored text is only ever set as textContent, so markup in it is displayed and never interpreted.

const at = id => document.getElementById(id)
const state = { key: '', items: [], next: null, open: null, last: null }

/** Label by category id; empty until the first successful load. */
const labels = new Map()
const verdicts = { allow: '通過', warn: '警告', review: '保留', block: '遮断' }
const statuses = { pending: '未確認', confirmed: '違反と確認', dismissed: '問題なし' }

function say(words, wrong = false) {
  at('says').textContent = words
  at('says').classList.toggle('wrong', wrong)
}

async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: {
      ...(state.key && { authorization: `Bearer ${state.key}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const data = answer.status === 204 ? null : await answer.json()
  if (answer.ok) return data
  if (answer.status === 401) {
    at('key-form').hidden = false
    at('key').focus()
    throw new Error('鍵を入れてください。')
  }
  throw new Error(explain(answer.status, data))
}

function explain(status, problem) {
  const known = {
    403: 'この鍵では、担当者の操作はできません。',
    404: 'その件はもうありません。',
    429: 'リクエストが多すぎます。少し待ってください。',
    503: '保存先が応答しません。',
  }
  if (problem?.type?.endsWith(':already_decided')) return 'すでに判定されています。'
  if (problem?.type?.endsWith(':claimed_by_other')) return 'ほかの担当者が見ています。'
  return known[status] ?? `うまくいきませんでした（${status}）：${problem?.detail ?? ''}`
}

/** Runs an action of the moderator and shows its error, if any, in the status line. */
function attempt(work) {
  return work().catch(error => say(error.message, true))
}

function element(name, words, attributes = {}) {
  const made = document.createElement(name)
  if (words !== undefined) made.textContent = words
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

/** Fills the category filter and the checkboxes of a decision. */
async function loadCategories() {
  const { categories } = await ask('GET', '/categories')
  for (const { id, label } of categories) {
    labels.set(id, label)
    at('category').append(element('option', label, { value: id }))
    const choice = element('label')
    choice.append(element('input', undefined, { type: 'checkbox', value: id }), ` ${label}`)
    at('categories').append(choice)
  }
}

async function load(more = false) {
  if (labels.size === 0) await loadCategories()
  const query = new URLSearchParams({ limit: '50' })
  for (const name of ['status', 'category', 'origin']) if (at(name).value) query.set(name, at(name).value)
  if (more && state.next) query.set('cursor', state.next)
  const page = await ask('GET', `/screenings?${query}`)
  at('key-form').hidden = true
  state.items = more ? [...state.items, ...page.items] : page.items
  state.next = page.nextCursor
  showList()
  say(
    state.items.length === 0
      ? 'この条件に合う件はありません。'
      : `${state.items.length} 件を表示しています。`,
  )
  if (!more) await open(state.items[0]?.id ?? null)
}

function showList() {
  at('list').replaceChildren(
    ...state.items.map(item => {
      const button = element('button', undefined, { type: 'button', 'data-id': item.id })
      const names = item.flags.map(flag => flag.label).join('、') || '通報のみ'
      button.append(
        element('strong', `${verdicts[item.verdict]}　${names}`),
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
  at('more').hidden = state.next === null
}

async function open(id) {
  state.open = id === null ? null : await ask('GET', `/screenings/${id}`)
  at('case').hidden = state.open === null
  for (const button of document.querySelectorAll('#list button')) {
    const current = button.dataset.id === id
    button.toggleAttribute('aria-current', current)
    if (current) {
      button.setAttribute('aria-current', 'true')
      button.scrollIntoView({ block: 'nearest' })
    }
  }
  if (state.open !== null) showCase(state.open)
}

function showCase(item) {
  at('title').textContent =
    `${verdicts[item.verdict]}：${item.flags.map(flag => flag.label).join('、') || '通報のみ'}`
  at('facts').textContent = [
    new Date(item.createdAt).toLocaleString('ja-JP'),
    statuses[item.status],
    item.kind === 'job_post' ? '募集文' : 'メッセージ',
    { pre_contract: '契約前', contracted: '契約後', delivered: '納品後' }[item.stage],
    item.clientId === null ? null : `依頼者 ${item.clientId}`,
    item.claim === null ? null : `担当 ${item.claim.by}`,
  ]
    .filter(Boolean)
    .join(' ・ ')
  at('text').replaceChildren(...highlighted(item))
  at('reasons').replaceChildren(
    ...item.flags.flatMap(flag => [
      element('li', `${flag.label}（確信度 ${flag.confidence.toFixed(2)}）`),
      ...flag.evidence.map(one => element('li', `「${one.text}」 ${one.reason}`, { class: 'soft' })),
    ]),
  )
  at('reports').replaceChildren(
    ...item.reports.map(one =>
      element('li', `通報：${labels.get(one.category) ?? 'カテゴリなし'} ${one.reason ?? ''}`),
    ),
  )
  const chosen = item.decision?.categories ?? item.flags.map(flag => flag.category)
  for (const box of document.querySelectorAll('#categories input')) {
    box.checked = chosen.includes(box.value)
    box.disabled = item.status !== 'pending'
  }
  at('note').value = item.decision?.note ?? ''
  for (const name of ['note', 'confirm', 'dismiss']) at(name).disabled = item.status !== 'pending'
  at('reopen').hidden = item.status === 'pending'
}

/** The text as nodes, with each span of evidence in a <mark>. Offsets are UTF-16 units, as JavaScript counts. */
function highlighted({ text, flags }) {
  const shown = new Array(text.length).fill(false)
  for (const { evidence } of flags) for (const { start, end } of evidence) shown.fill(true, start, end)
  const pieces = []
  let from = 0
  for (let to = 1; to <= text.length; to++) {
    if (to < text.length && shown[to] === shown[from]) continue
    const words = text.slice(from, to)
    pieces.push(shown[from] ? element('mark', words) : document.createTextNode(words))
    from = to
  }
  return pieces
}

async function decide(decision) {
  const item = state.open
  if (item === null || item.status !== 'pending') return
  const categories = [...document.querySelectorAll('#categories input:checked')].map(box => box.value)
  if (decision === 'confirmed' && categories.length === 0)
    throw new Error('違反のときは、カテゴリを一つ以上選んでください。')
  const note = at('note').value.trim()
  await ask('POST', `/screenings/${item.id}/review`, {
    decision,
    ...(decision === 'confirmed' && { categories }),
    ...(note && { note }),
  })
  state.last = item.id
  at('undo').hidden = false
  const done = state.items.findIndex(one => one.id === item.id)
  const following = state.items[done + 1] ?? state.items[done - 1] ?? null
  if (at('status').value === 'pending') state.items = state.items.filter(one => one.id !== item.id)
  else state.items[done] = { ...state.items[done], status: decision }
  showList()
  await open(following?.id ?? null)
  say(
    `${statuses[decision]}にしました。${state.open === null ? '残りはありません。' : '次の件を開きました。'}`,
  )
}

async function reopen(id) {
  await ask('POST', `/screenings/${id}/reopen`)
  state.last = null
  at('undo').hidden = true
  await load()
  await open(id)
  say('判定を取り消し、未確認に戻しました。')
}

async function move(by) {
  const here = state.items.findIndex(item => item.id === state.open?.id)
  const there = state.items[here + by]
  if (there === undefined) say(by > 0 ? '最後の件です。' : '最初の件です。')
  else await open(there.id)
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  c: () => decide('confirmed'),
  d: () => decide('dismissed'),
}
document.addEventListener('keydown', event => {
  const typing =
    event.target instanceof Element && event.target.closest('textarea, select, input:not([type=checkbox])')
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return
  const action = keys[event.key]
  if (action === undefined) return
  event.preventDefault()
  attempt(action)
})

at('key-form').addEventListener('submit', event => {
  event.preventDefault()
  state.key = at('key').value.trim()
  at('key').value = ''
  attempt(load)
})
for (const name of ['status', 'category', 'origin']) at(name).addEventListener('change', () => attempt(load))
at('reload').addEventListener('click', () => attempt(load))
at('more').addEventListener('click', () => attempt(() => load(true)))
at('confirm').addEventListener('click', () => attempt(() => decide('confirmed')))
at('dismiss').addEventListener('click', () => attempt(() => decide('dismissed')))
at('reopen').addEventListener('click', () => attempt(() => reopen(state.open.id)))
at('undo').addEventListener('click', () => attempt(() => reopen(state.last)))
attempt(load)
