import { describe, expect, test } from 'vitest'
import { domainOf, domainsAbove, hostsIn, linkAround } from '../../../../src/moderation/lists/links.js'
import { fixtureScreener } from '../../../support/fixture-dictionary.js'

describe('hosts of a text', () => {
  test.each<[text: string, hosts: readonly string[]]>([
    ['詳細はexample.comです。', ['example.com']],
    ['ＥＸＡＭＰＬＥ．ＣＯＭへ', ['example.com']],
    ['exam\u200bple.com', ['example.com']],
    ['https://a.example.com/x?y=b.example.org', ['a.example.com', 'b.example.org']],
    ['desk@example.com', ['example.com']],
    ['example.com...', ['example.com']],
    ['一つ example.com. 二つ', ['example.com']],
    ['example..com', []],
    ['ありません', []],
  ])('%s', (text, hosts) => {
    const seen = hostsIn(fixtureScreener.fold(text), text).map(({ name }) => name)
    expect(seen.filter(name => !/^\d/.test(name))).toEqual(hosts)
  })

  test('a long row of letters takes no longer than it is long', () => {
    const text = 'a'.repeat(9_000)
    expect(hostsIn(fixtureScreener.fold(text), text)).toEqual([])
  })
})

describe('the link around a host', () => {
  test.each<[text: string, host: string, link: string | undefined]>([
    ['詳細は https://help.example.com/a?b=c#d を', 'help.example.com', 'https://help.example.com/a?b=c#d'],
    ['example.comを', 'example.com', 'example.com'],
    ['example.com:8080/x', 'example.com', 'example.com:8080/x'],
    ['https://user@example.com/x', 'example.com', 'https://user@example.com/x'],
    ['desk@example.com', 'example.com', undefined],
    ['https://example.com@evil.example/', 'example.com', undefined],
    ['https://example.com:80@evil.example/', 'example.com', undefined],
    ['https://example.com/?u=https://evil.example/', 'example.com', 'https://example.com/?u='],
    ['example.com/案内へ', 'example.com', 'example.com/'],
  ])('%s', (text, host, link) => {
    const start = text.indexOf(host)
    const span = linkAround({ text }, { start, end: start + host.length })
    expect(span && text.slice(span.start, span.end)).toBe(link)
  })
})

test.each<[written: string, domain: string | undefined]>([
  ['Example.COM', 'example.com'],
  ['ｅｘａｍｐｌｅ．ｃｏｍ', 'example.com'],
  ['sub.example.co.jp.', 'sub.example.co.jp'],
  ['日本語.jp', 'xn--wgv71a119e.jp'],
  ['co.jp', undefined],
  ['jp', undefined],
  ['https://example.com/', undefined],
  ['192.0.2.1', undefined],
  ['', undefined],
])('%s is the domain %s', (written, domain) => {
  expect(domainOf(written)).toBe(domain)
})

test('above a host are its domains, the nearest first', () => {
  expect([...domainsAbove('a.b.example.com')]).toEqual([
    'a.b.example.com',
    'b.example.com',
    'example.com',
    'com',
  ])
})
