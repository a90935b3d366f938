import type { InputHTMLAttributes } from 'preact'
import { useState } from 'preact/hooks'
import { categories } from '../../state/categories.js'
import { active, clearFilters, type FilterName, filterOf, setFilters } from '../../state/filters.js'
import { filtersOpen } from '../../state/panel.js'
import { words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** Search, order, and behind a button everything else by which the list can be narrowed. */
export function Filters() {
  const { filters: said } = words.value
  return (
    <div class="filters">
      <search class="grow">
        <Search />
      </search>
      <button
        type="button"
        class={active.value > 0 ? 'active' : 'quiet'}
        aria-expanded={filtersOpen.value}
        onClick={() => {
          filtersOpen.value = !filtersOpen.value
        }}
      >
        <Icon name="filter" />
        {active.value > 0 ? said.active(active.value) : said.title}
      </button>
      {filtersOpen.value && <More />}
    </div>
  )
}

function Search() {
  const { filters: said } = words.value
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <form
      class="search"
      onSubmit={event => {
        event.preventDefault()
        setFilters({ q: (typed ?? filterOf('q')).trim() })
        setTyped(null)
        // The keys are for the list again.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      }}
    >
      <Icon name="search" />
      <input
        id="search"
        type="search"
        aria-label={said.search}
        placeholder={`${said.searchHint} (/)`}
        value={typed ?? filterOf('q')}
        onInput={event => {
          setTyped(event.currentTarget.value)
          if (event.currentTarget.value === '') setFilters({ q: '' })
        }}
      />
    </form>
  )
}

function More() {
  const { filters: said, statuses, verdicts, stages, kinds, origins, all } = words.value
  return (
    <div class="more-filters">
      <Select name="status" label={said.status} options={{ ...statuses, any: all }} />
      <Select name="sort" label={said.sort} options={said.sorts} />
      <Select
        name="category"
        label={said.category}
        options={{ '': all, ...Object.fromEntries(categories.value.map(({ id, label }) => [id, label])) }}
      />
      <Select name="verdict" label={said.verdict} options={{ '': all, ...verdicts }} />
      <Select name="origin" label={said.origin} options={{ '': all, ...origins }} />
      <Select name="appeal" label={said.appeal} options={{ '': all, ...said.appeals }} />
      <Select name="stage" label={said.stage} options={{ '': all, ...stages }} />
      <Select name="kind" label={said.kind} options={{ '': all, ...kinds }} />
      <Select name="assignee" label={said.assignee} options={{ '': all, ...said.assignees }} />
      <Field name="clientId" label={said.clientId} />
      <Field
        name="minConfidence"
        label={said.minConfidence}
        kind={{ type: 'number', min: 0, max: 1, step: 0.05 }}
      />
      <Field name="from" label={said.from} kind={{ type: 'date' }} />
      <Field name="to" label={said.to} kind={{ type: 'date' }} />
      <label class="check">
        <input
          type="checkbox"
          checked={filterOf('includeTests') !== ''}
          onChange={event => setFilters({ includeTests: event.currentTarget.checked ? 'true' : '' })}
        />
        {said.tests}
      </label>
      <button type="button" class="quiet" onClick={clearFilters}>
        {said.clear}
      </button>
    </div>
  )
}

interface Named {
  readonly name: FilterName
  readonly label: string
}

function Select({ name, label, options }: Named & { readonly options: Readonly<Record<string, string>> }) {
  return (
    <label>
      {label}
      <select
        id={name}
        value={filterOf(name)}
        onChange={event => setFilters({ [name]: event.currentTarget.value })}
      >
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

function Field({ name, label, kind = { type: 'text' } }: Named & { readonly kind?: InputHTMLAttributes }) {
  return (
    <label>
      {label}
      <input
        {...kind}
        id={name}
        value={filterOf(name)}
        onChange={event => setFilters({ [name]: event.currentTarget.value.trim() })}
      />
    </label>
  )
}
