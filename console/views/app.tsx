import { door } from '../state/session.js'
import { words } from '../words/words.js'
import { Desk } from './desk.js'
import { Notices } from './notices.js'
import { SignIn } from './sign-in.js'

export function App() {
  return (
    <>
      {door.value === 'in' ? <Desk /> : door.value === 'out' ? <SignIn /> : <Waiting />}
      <Notices />
    </>
  )
}

function Waiting() {
  return (
    <main class="door">
      <p class="soft">{words.value.signIn.checking}</p>
    </main>
  )
}
