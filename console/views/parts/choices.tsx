import { set, settings } from '../../state/settings.js'
import { LANGUAGES, words } from '../../words/words.js'

/** One of several, as buttons of which one is pressed. */
export function Choices<Value extends string | number>({
  label,
  values,
  chosen,
  say,
  choose,
}: {
  readonly label: string
  readonly values: readonly Value[]
  readonly chosen: Value
  readonly say: (value: Value) => string
  readonly choose: (value: Value) => void
}) {
  return (
    <fieldset class="choices">
      <legend>{label}</legend>
      <div>
        {values.map(value => (
          <button key={value} type="button" aria-pressed={value === chosen} onClick={() => choose(value)}>
            {say(value)}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

export function LanguageChoice() {
  return (
    <Choices
      label={words.value.settings.language}
      values={['ja', 'en'] as const}
      chosen={settings.value.language}
      say={language => LANGUAGES[language]}
      choose={language => set({ language })}
    />
  )
}
