import { categories, digitOf } from '../../state/categories.js'

interface Ticked {
  readonly legend: string
  readonly ticked: readonly string[]
  readonly toggle: (category: string) => void
}

/** The categories, each with the digit that ticks it. */
export function Ticks({ legend, ticked, toggle }: Ticked) {
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {categories.value.map(({ id, label }, at) => (
        <label key={id} class={ticked.includes(id) ? 'tick on' : 'tick'}>
          <input type="checkbox" value={id} checked={ticked.includes(id)} onChange={() => toggle(id)} />
          {label}
          <kbd>{digitOf(at)}</kbd>
        </label>
      ))}
    </fieldset>
  )
}
