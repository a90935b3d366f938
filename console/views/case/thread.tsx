import { useEffect, useRef } from 'preact/hooks'
import type { Case } from '../../api/shapes.js'
import { markAt, marks, nextMark } from '../../state/reading.js'
import { words } from '../../words/words.js'
import { piecesOf } from './stretches.js'

/** The conversation up to the message, and the message with its marks. */
export function Thread({ item }: { readonly item: Case }) {
  const { case: said, authors } = words.value
  const history = item.history ?? []
  return (
    <div class="thread">
      {history.length > 0 && <h3>{said.thread}</h3>}
      {history.map(({ from, text }, at) => (
        <div key={at} class={`said ${from}`}>
          <span class="who">{authors[from]}</span>
          <p lang="ja">{text}</p>
        </div>
      ))}
      <div class="said client this">
        {history.length > 0 && (
          <span class="who">
            {authors.client} ({said.thisMessage})
          </span>
        )}
        <Text item={item} />
      </div>
      {item.textKept !== 'full' && (
        <p class="soft">{item.textKept === 'none' ? said.noneKept : said.evidenceKept}</p>
      )}
    </div>
  )
}

function Text({ item }: { readonly item: Case }) {
  const { case: said } = words.value
  const box = useRef<HTMLDivElement>(null)
  const pieces = piecesOf(item.text, item.flags)
  const count = pieces.filter(({ mark }) => mark !== null).length
  const at = markAt.value
  const isFirst = useRef(true)
  useEffect(() => {
    marks.value = count
    const mark = box.current?.querySelector(`[data-mark="${at}"]`) ?? undefined
    // Opened at the top where the first mark is in sight already, or somebody objects: that is read first. Asked for, a mark
    // comes to the middle.
    const isToCome = !isFirst.current || (!item.openAppeals && mark !== undefined && isOutOfSight(mark))
    if (mark && isToCome)
      mark.scrollIntoView({ block: 'center', behavior: isFirst.current ? 'instant' : 'smooth' })
    isFirst.current = false
  }, [at, count])
  return (
    <>
      <div id="text" ref={box} class="text" lang="ja">
        {pieces.map(({ text, mark }, place) =>
          mark === null ? (
            text
          ) : (
            <mark key={place} data-mark={mark} class={mark === at && count > 1 ? 'here' : undefined}>
              {text}
            </mark>
          ),
        )}
      </div>
      {count > 1 && (
        <p class="marks">
          {said.marks(at + 1, count)}
          <button type="button" class="quiet" onClick={nextMark}>
            {said.nextMark}
          </button>
        </p>
      )}
    </>
  )
}

/** Below what the reader sees: the bottom of the scrolling part, or the buttons that are fixed on a phone. */
function isOutOfSight(mark: Element): boolean {
  const body = mark.closest('.case-body')?.getBoundingClientRect()
  const bottom = Math.min(body?.bottom ?? innerHeight, innerHeight - 160)
  return mark.getBoundingClientRect().bottom > bottom
}
