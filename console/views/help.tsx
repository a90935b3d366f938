import { BINDINGS } from '../keys/bindings.js'
import { categories, digitOf } from '../state/categories.js'
import { words } from '../words/words.js'
import { Dialog } from './parts/dialog.js'

const GROUPS = ['move', 'decide', 'find', 'page'] as const
const NAMES: Readonly<Record<string, string>> = { escape: 'Esc' }

/** Every key there is, from the table that the keys are read by. */
export function Help() {
  const { help } = words.value
  return (
    <Dialog title={help.title}>
      <div class="help">
        {GROUPS.map(group => (
          <section key={group}>
            <h3>{help.groups[group]}</h3>
            <dl>
              {BINDINGS.filter(binding => binding.group === group).map(({ name, keys }) => (
                <div key={name}>
                  <dt>
                    {keys.map(key => (
                      <kbd key={key}>{NAMES[key] ?? key}</kbd>
                    ))}
                  </dt>
                  <dd>{help.keys[name]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>{help.keys.digits}</h3>
          <dl>
            {categories.value.map(({ id, label }, at) => (
              <div key={id}>
                <dt>
                  <kbd>{digitOf(at)}</kbd>
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <p class="soft">{help.caps}</p>
    </Dialog>
  )
}
