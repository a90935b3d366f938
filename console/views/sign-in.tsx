import { useEffect, useRef, useState } from 'preact/hooks'
import { enter, leaveForProvider, refusal, ways } from '../state/session.js'
import { words } from '../words/words.js'
import { LanguageChoice } from './parts/choices.js'
import { Icon } from './parts/icons.js'

/** Asks for a key, or offers the team's own sign-in. */
export function SignIn() {
  const { signIn, deskTitle } = words.value
  const { keys, oidc } = ways.value
  return (
    <main class="door">
      <div class="door-card">
        <p class="brand">
          <Icon name="gate" /> {deskTitle}
        </p>
        <h1>{signIn.title}</h1>
        {oidc !== null && (
          <button type="button" class="primary wide" onClick={() => leaveForProvider(oidc.url)}>
            {oidc.label}
          </button>
        )}
        {oidc !== null && keys && <p class="soft or">{signIn.or}</p>}
        {keys && <KeyForm />}
        <p class="refusal" role="alert">
          {refusal.value}
        </p>
        <LanguageChoice />
      </div>
    </main>
  )
}

function KeyForm() {
  const { signIn } = words.value
  const [key, setKey] = useState('')
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <form
      onSubmit={async event => {
        event.preventDefault()
        setBusy(true)
        await enter(key.trim())
        setBusy(false)
        field.current?.select()
      }}
    >
      <p>{signIn.lead}</p>
      <label for="key">{signIn.key}</label>
      <input
        id="key"
        ref={field}
        type="password"
        autocomplete="off"
        required
        value={key}
        onInput={event => setKey(event.currentTarget.value)}
      />
      <button type="submit" class="primary wide" disabled={busy}>
        {signIn.enter}
      </button>
      <p class="soft">{signIn.kept}</p>
    </form>
  )
}
