import { kept, strings } from './kept.js'

/** Cases that this moderator put off: not handed out to them until they ask. As many as the service skips at most, less the others. */
const AT_MOST = 60

export const later = kept<readonly string[]>(sessionStorage, 'later', strings)

export function putOff(id: string): void {
  later.value = [...later.value.filter(one => one !== id), id].slice(-AT_MOST)
}

export function takeUp(): void {
  later.value = []
}

export function noLongerLater(id: string): void {
  if (later.value.includes(id)) later.value = later.value.filter(one => one !== id)
}
