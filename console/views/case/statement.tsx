import { useEffect } from 'preact/hooks'
import type { Case, Statement } from '../../api/shapes.js'
import { attempt, say } from '../../state/notices.js'
import { settings } from '../../state/settings.js'
import {
  AUDIENCES,
  audience,
  fetchStatementAgain,
  statementOf,
  statementOpen,
  wantStatement,
} from '../../state/statements.js'
import { words } from '../../words/words.js'
import { Choices } from '../parts/choices.js'
import { FetchedPart } from '../parts/fetched.js'
import { Icon } from '../parts/icons.js'

/** What each of those whom the case concerns is told of it. Fetched when it is unfolded, since that is recorded. */
export function StatementFold({ item }: { readonly item: Case }) {
  const { statement: said } = words.value
  return (
    <details
      id="statement"
      class="part"
      open={statementOpen.value}
      onToggle={event => {
        statementOpen.value = event.currentTarget.open
      }}
    >
      <summary aria-keyshortcuts="w">
        {said.title} <kbd>w</kbd>
      </summary>
      {statementOpen.value && <Told item={item} />}
    </details>
  )
}

function Told({ item }: { readonly item: Case }) {
  const { statement: said, parties } = words.value
  const to = audience.value
  const isThere = to !== 'reporter' || item.reports.length > 0
  useEffect(() => {
    if (isThere) wantStatement(item, to)
  }, [item, to, isThere])
  return (
    <div class="statement">
      <Choices
        label={said.whom}
        values={AUDIENCES}
        chosen={to}
        say={one => parties[one]}
        choose={one => {
          audience.value = one
        }}
      />
      {isThere ? (
        <FetchedPart
          found={statementOf(item, to)}
          again={() => fetchStatementAgain(item, to)}
          show={found => <Text statement={found} />}
        />
      ) : (
        <p class="soft">{said.noReporter}</p>
      )}
      <p class="soft small">{item.status === 'pending' ? said.undecided : said.recorded}</p>
    </div>
  )
}

function Text({ statement: { text } }: { readonly statement: Statement }) {
  const { statement: said } = words.value
  const { language } = settings.value
  const told = text[language]
  return (
    <>
      <div id="statement-text" class="told" lang={language}>
        {told.split('\n\n').map((paragraph, at) => (
          <p key={at}>{paragraph}</p>
        ))}
      </div>
      <button type="button" onClick={() => attempt(() => copy(told))}>
        <Icon name="copies" />
        {said.copy}
      </button>
    </>
  )
}

async function copy(told: string): Promise<void> {
  await navigator.clipboard.writeText(told)
  say(words.value.statement.copied)
}
