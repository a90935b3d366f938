import { z } from 'zod'
import { problemWords } from '../problem-words.js'
import { isProblemCode, Problem, type ProblemCode, problemDetails } from '../problems.js'
import type { Routes } from '../typed-routes.js'

/** A page for each type of problem: what it means, and what to do. The same for everybody, so no key is asked for. */
export const problemsRoutes: Routes<Record<never, never>> = async app => {
  app.get('/problems', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(overview),
  )

  app.get(
    '/problems/:code',
    { schema: { hide: true, params: z.strictObject({ code: z.string() }) } },
    async (request, reply) => {
      const { code } = request.params
      if (!isProblemCode(code))
        throw new Problem('not_found', 'No problem has this code. GET /problems lists them.')
      return reply.type('text/html; charset=utf-8').send(pageOf(code))
    },
  )
}

function pageOf(code: ProblemCode): string {
  const { means, remedy, example } = problemWords[code]
  const { type, title, status } = problemDetails(new Problem(code, example), '')
  return html(
    `${status} ${title}`,
    `<p><code>${type}</code></p><h2>意味</h2><p>${escaped(means)}</p><h2>対処</h2><p>${escaped(remedy)}</p>` +
      `<h2>例</h2><p lang="en">${escaped(example)}</p><p><a href="/problems">エラーの種類の一覧</a></p>`,
  )
}

const overview = html(
  'エラーの種類',
  `<table><thead><tr><th>状態</th><th>種類</th><th>意味</th></tr></thead><tbody>${Object.entries(problemWords)
    .map(([code, { means, example }]) => {
      const status = isProblemCode(code) ? new Problem(code, example).statusCode : ''
      return `<tr><td>${status}</td><td><a href="/problems/${code}">${code}</a></td><td>${escaped(means)}</td></tr>`
    })
    .join('')}</tbody></table>`,
)

function html(title: string, body: string): string {
  return (
    '<!doctype html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>${escaped(title)} — Sekisho</title></head><body><main><h1>${escaped(title)}</h1>${body}</main></body></html>\n`
  )
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
