import { expect, test } from 'vitest'
import { measure } from '../../../tools/quality/figures.js'
import { renderReport } from '../../../tools/quality/report.js'
import type { Judged } from '../../../tools/quality/tally.js'
import { fakeScreener } from '../../support/screener.js'

const screener = fakeScreener()
const judge = (id: string, text: string, labels: readonly string[]): Judged => ({
  item: { id, text, labels, optional: [], input: { text }, family: id, style: undefined },
  judgement: screener.screen({ text }),
})

test('the report shows figures, curves, misses and marked false alarms, and stored text is inert in it', async () => {
  const judged = [
    judge('found', 'LINEで続きを', ['off_platform_contact']),
    judge('missed', '<script>alert(1)</script> を買ってください', ['material_purchase']),
    judge('false-alarm', '教材の<b>校正</b>です', []),
  ]
  const figures = measure(judged, screener.categories)
  const page = await renderReport({
    judged,
    figures,
    categories: screener.categories,
    source: 'three "texts"',
  })
  expect(page.match(/<svg/g)).toHaveLength(2)
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; を買ってください')
  expect(page).toContain('<mark>教材</mark>の&lt;b&gt;校正&lt;/b&gt;です')
  expect(page).toContain('three &quot;texts&quot;')
  expect(page).not.toMatch(/<script|<b>|https?:\/\/(?!www\.w3\.org)/)
  expect(page.slice(page.indexOf('見逃し'), page.indexOf('誤検知'))).toContain('missed')
  expect(page.slice(page.indexOf('誤検知'))).toContain('false-alarm')
})
