// The API as this page uses it. The shapes of answers are those of the service's own schemas; they are checked and erased.

/**
 * @typedef {import('zod').infer<typeof import('../src/http/schemas/opened-screening.js').openedScreening>} OpenedScreening
 * @typedef {import('zod').infer<typeof import('../src/http/schemas/screenings.js').screeningList>} ScreeningList
 * @typedef {import('zod').infer<typeof import('../src/http/schemas/reference.js').categoryList>} CategoryList
 * @typedef {ScreeningList['items'][number]} ScreeningSummary
 * @typedef {'confirmed' | 'dismissed'} Decision
 * @typedef {{ decision: Decision, categories?: string[], note?: string }} Review
 */

/** The service wants a key, or another one than it was given. */
export class KeyRefused extends Error {}

let key = ''

/**
 * The key lives in this module's memory only.
 * @param {string} typed
 */
export function useKey(typed) {
  key = typed
}

export const api = {
  /** @returns {Promise<CategoryList>} */
  categories: () => ask('GET', '/categories'),
  /**
   * @param {URLSearchParams} query
   * @returns {Promise<ScreeningList>}
   */
  list: query => ask('GET', `/screenings?${query}`),
  /**
   * @param {string} id
   * @returns {Promise<OpenedScreening>}
   */
  open: id => ask('GET', `/screenings/${id}`),
  /**
   * @param {string} id
   * @param {Review} review
   */
  review: (id, review) => ask('POST', `/screenings/${id}/review`, review),
  /** @param {string} id */
  reopen: id => ask('POST', `/screenings/${id}/reopen`),
}

/**
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {object} [body]
 */
async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const data = answer.status === 204 ? null : await answer.json()
  if (answer.ok) return data
  if (answer.status === 401) throw new KeyRefused('鍵を入れてください。')
  throw new Error(explain(answer.status, data))
}

/** @type {Readonly<Record<number, string>>} */
const BY_STATUS = {
  403: 'この鍵では、担当者の操作はできません。',
  404: 'その件はもうありません。',
  429: 'リクエストが多すぎます。少し待ってください。',
  503: '保存先が応答しません。',
}

/**
 * @param {number} status
 * @param {{ type?: string, detail?: string } | null} problem
 */
function explain(status, problem) {
  if (problem?.type?.endsWith(':already_decided')) return 'すでに判定されています。'
  if (problem?.type?.endsWith(':claimed_by_other')) return 'ほかの担当者が見ています。'
  return BY_STATUS[status] ?? `うまくいきませんでした（${status}）：${problem?.detail ?? ''}`
}
