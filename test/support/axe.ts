import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe has to say, in short. Its script is handed over by the browser's own door, past the page's policy. */
export async function complaintsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(`${axe.source}; void 0`)
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | ')))`)
}

/** Pixels by which the page is wider than the window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)')
}
