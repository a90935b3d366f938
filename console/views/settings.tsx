import { BREAKS, set, settings, THEMES } from '../state/settings.js'
import { words } from '../words/words.js'
import { Choices, LanguageChoice } from './parts/choices.js'
import { Dialog } from './parts/dialog.js'

export function SettingsPanel() {
  const { settings: said } = words.value
  const { theme, blur, grey, breakAfter } = settings.value
  return (
    <Dialog title={said.title}>
      <Choices
        label={said.theme}
        values={THEMES}
        chosen={theme}
        say={one => said.themes[one]}
        choose={one => set({ theme: one })}
      />
      <LanguageChoice />
      <fieldset class="choices">
        <legend>{said.calm}</legend>
        <label>
          <input type="checkbox" checked={blur} onChange={() => set({ blur: !blur })} />
          {said.blur}
        </label>
        <label>
          <input type="checkbox" checked={grey} onChange={() => set({ grey: !grey })} />
          {said.grey}
        </label>
      </fieldset>
      <Choices
        label={said.breakAfter}
        values={BREAKS}
        chosen={BREAKS.find(one => one === breakAfter) ?? 0}
        say={one => said.minutes(one)}
        choose={one => set({ breakAfter: one })}
      />
    </Dialog>
  )
}
