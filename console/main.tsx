import { render } from 'preact'
import { listenToKeys } from './keys/listen.js'
import { begin } from './state/begin.js'
import { App } from './views/app.js'
import { showHarmlessly } from './words/shown.js'

const place = document.getElementById('desk')
if (place === null) throw new Error('index.html has no #desk')
showHarmlessly()
listenToKeys()
begin()
render(<App />, place)
