import { categoryBoxes, element, page, write } from './elements.js'
import { harmless } from './harmless.js'

/** @typedef {import('./api.js').OpenedScreening} OpenedScreening */

const verdicts = { allow: '通過', warn: '警告', review: '保留', block: '遮断' }
export const statuses = { pending: '未確認', confirmed: '違反と確認', dismissed: '問題なし' }
const stages = { pre_contract: '契約前', contracted: '契約後', delivered: '納品後' }

/**
 * Shows one case: what was found, the text, the reports and the decision.
 * @param {OpenedScreening} item
 * @param {ReadonlyMap<string, string>} labels by category id
 */
export function showCase(item, labels) {
  write(page.title, titleOf(item))
  write(page.facts, factsOf(item).join(' ・ '))
  page.text.replaceChildren(...highlighted(item))
  page.reasons.replaceChildren(
    ...item.flags.flatMap(flag => [
      element('li', `${flag.label}（確信度 ${flag.confidence.toFixed(2)}）`),
      ...flag.evidence.map(one =>
        element('li', one.text === '' ? one.reason : `「${one.text}」 ${one.reason}`, { class: 'soft' }),
      ),
      ...(flag.moreEvidence === undefined
        ? []
        : [
            element('li', `同じカテゴリの根拠が、ほかに ${flag.moreEvidence} か所あります`, {
              class: 'soft',
            }),
          ]),
    ]),
  )
  page.reports.replaceChildren(
    ...item.reports.map(one =>
      element('li', `通報：${labels.get(one.category ?? '') ?? 'カテゴリなし'} ${one.reason ?? ''}`),
    ),
  )
  showDecision(item)
}

/** @param {Pick<OpenedScreening, 'verdict' | 'flags'>} item */
export function titleOf({ verdict, flags }, separator = '：') {
  return `${verdicts[verdict]}${separator}${flags.map(flag => flag.label).join('、') || '通報のみ'}`
}

/** @param {OpenedScreening} item */
function factsOf(item) {
  return [
    new Date(item.createdAt).toLocaleString('ja-JP'),
    statuses[item.status],
    item.kind === 'job_post' ? '募集文' : 'メッセージ',
    stages[item.stage],
    ...(item.clientId === null ? [] : [`依頼者 ${item.clientId}`]),
    ...(item.claim === null ? [] : [`担当 ${item.claim.by}`]),
  ]
}

/** @param {OpenedScreening} item */
function showDecision(item) {
  const decided = item.status !== 'pending'
  const chosen = item.decision?.categories ?? item.flags.map(flag => flag.category)
  for (const box of categoryBoxes()) {
    box.checked = chosen.includes(box.value)
    box.disabled = decided
  }
  page.note.value = item.decision?.note ?? ''
  for (const control of [page.note, page.confirm, page.dismiss]) control.disabled = decided
  page.reopen.hidden = !decided
}

/**
 * The text as nodes, with each span of evidence in a <mark>. Offsets are UTF-16 units, as JavaScript counts.
 * @param {Pick<OpenedScreening, 'text' | 'flags'>} item
 */
function highlighted({ text, flags }) {
  /** @type {boolean[]} */
  const shown = new Array(text.length).fill(false)
  for (const { evidence } of flags) for (const { start, end } of evidence) shown.fill(true, start, end)
  const pieces = []
  let from = 0
  for (let to = 1; to <= text.length; to++) {
    if (to < text.length && shown[to] === shown[from]) continue
    const words = text.slice(from, to)
    pieces.push(shown[from] ? element('mark', words) : document.createTextNode(harmless(words)))
    from = to
  }
  return pieces
}
