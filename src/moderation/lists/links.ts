import { domainToASCII } from 'node:url'
import { parse } from 'tldts'
import type { Folded } from '../../contract/judgement.js'
import { originalSpan, type Span } from '../../screening/text/mapped-text.js'

/** Something that may be a host, where it stands in a folded text. */
export interface Host extends Span {
  /** As the sender wrote it, where that is a host; else with its disguises folded. */
  readonly name: string
}

/** Longest host there can be. */
const LONGEST_HOST = 253

/** Every run of labels with dots between them. Linear in the text. */
export function hostsIn(folded: Folded, original: string): readonly Host[] {
  const hosts: Host[] = []
  for (const run of folded.text.matchAll(/[a-z0-9.-]+/g)) {
    for (const part of partsOf(run[0])) {
      const start = run.index + part.start
      const end = run.index + part.end
      const written = originalSpan(folded, start, end)
      const name = hostOf(original.slice(written.start, written.end)) ?? folded.text.slice(start, end)
      hosts.push({ name, start, end })
    }
  }
  return hosts
}

/** What lies between doubled dots, without dots and hyphens at its ends. */
function partsOf(run: string): readonly Span[] {
  const parts: Span[] = []
  let at = 0
  for (const piece of run.split('..')) {
    let start = at
    let end = at + piece.length
    while (start < end && isEdge(run.charAt(start))) start++
    while (end > start && isEdge(run.charAt(end - 1))) end--
    const part = run.slice(start, end)
    if (part.includes('.') && part.length <= LONGEST_HOST) parts.push({ start, end })
    at += piece.length + 2
  }
  return parts
}

const isEdge = (char: string): boolean => char === '.' || char === '-'

/** A host in plain ASCII; undefined for what is none. Wide letters and letters that nobody sees are folded, look-alikes not. */
function hostOf(written: string): string | undefined {
  const plain = written
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cf}\s]/gu, '')
    .replace(/\.$/, '')
  const ascii = domainToASCII(plain)
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(ascii) && ascii.length <= LONGEST_HOST ? ascii : undefined
}

/** A domain that somebody can own, or one below it; undefined for a public suffix, an address, or no domain at all. */
export function domainOf(written: string): string | undefined {
  const host = hostOf(written)
  return host !== undefined && parse(host).domain !== null ? host : undefined
}

/** The host and the domains above it, the longest first. */
export function* domainsAbove(host: string): Generator<string> {
  for (let at = 0; at >= 0; ) {
    yield host.slice(at)
    const dot = host.indexOf('.', at)
    at = dot < 0 ? -1 : dot + 1
  }
}

/**
 * The link that a host is the host of, in the folded text: from its scheme to the end of its path. Undefined where it is
 * none: the domain of a mail address, or the name of a user before the host (`https://good.example@bad.example`).
 */
export function linkAround({ text }: Pick<Folded, 'text'>, { start, end }: Span): Span | undefined {
  const before = SCHEME.exec(text.slice(Math.max(0, start - LONGEST_BEFORE), start))?.[0] ?? ''
  if (before === '' && text.charAt(start - 1) === '@') return undefined
  const port = /^:\d{1,5}/.exec(text.slice(end, end + 6))?.[0] ?? ''
  const behind = end + port.length
  if (text.charAt(behind) === '@') return undefined
  return { start: start - before.length, end: behind + pathLength(text, behind) }
}

/** A scheme, and the user that some links name. */
const SCHEME = /[a-z][a-z0-9+.-]{0,9}:\/\/(?:[^\s/?#@]{0,100}@)?$/
const LONGEST_BEFORE = 120

/** Up to the end of the ASCII, or to the next link, which is judged by itself. */
function pathLength(text: string, from: number): number {
  if (!/[/?#]/.test(text.charAt(from))) return 0
  PATH.lastIndex = from
  const path = PATH.exec(text)?.[0] ?? ''
  const next = path.search(/[a-z][a-z0-9+.-]{0,9}:\/\//)
  return next < 0 ? path.length : next
}

const PATH = /[!-~]*/y
