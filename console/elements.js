// The elements of the page, and how new ones are made. Stored text is only ever set as textContent, so markup in it is
// displayed and never interpreted, and only made `harmless`, so that it cannot turn what stands behind it.
import { harmless } from './harmless.js'

export const page = {
  says: at('says', HTMLElement),
  keyForm: at('key-form', HTMLFormElement),
  key: at('key', HTMLInputElement),
  status: at('status', HTMLSelectElement),
  category: at('category', HTMLSelectElement),
  origin: at('origin', HTMLSelectElement),
  reload: at('reload', HTMLButtonElement),
  list: at('list', HTMLElement),
  more: at('more', HTMLButtonElement),
  case: at('case', HTMLElement),
  title: at('title', HTMLElement),
  facts: at('facts', HTMLElement),
  text: at('text', HTMLElement),
  reasons: at('reasons', HTMLElement),
  reports: at('reports', HTMLElement),
  categories: at('categories', HTMLElement),
  note: at('note', HTMLTextAreaElement),
  confirm: at('confirm', HTMLButtonElement),
  dismiss: at('dismiss', HTMLButtonElement),
  reopen: at('reopen', HTMLButtonElement),
  undo: at('undo', HTMLButtonElement),
}

/** The checkboxes of a decision, one a category. */
export function categoryBoxes() {
  return [...page.categories.querySelectorAll('input')]
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} [words]
 * @param {Readonly<Record<string, string>>} [attributes]
 */
export function element(name, words, attributes = {}) {
  const made = document.createElement(name)
  if (words !== undefined) write(made, words)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

/**
 * @param {HTMLElement} into
 * @param {string} words
 */
export function write(into, words) {
  into.textContent = harmless(words)
}

/**
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 */
function at(id, kind) {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`index.html has no #${id}`)
  return found
}
