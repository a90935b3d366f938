import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { readConfig, variableNames } from '../../src/config.js'
import { buildMetrics } from '../../src/operation/metrics.js'

const read = (file: string): string => readFileSync(`deploy/${file}`, 'utf8')
const files = readdirSync('deploy')

test('every file is readable as what it is', () => {
  for (const file of files) {
    if (file.endsWith('.json')) JSON.parse(read(file))
    else for (const document of parseAllDocuments(read(file))) expect(document.errors).toEqual([])
  }
})

describe('dashboard and alerts', async () => {
  const figures = buildMetrics().registry
  const known = new Set(
    (await figures.getMetricsAsJSON()).flatMap(({ name }) => [
      name,
      `${name}_bucket`,
      `${name}_sum`,
      `${name}_count`,
    ]),
  )
  const alerts: readonly string[] = parse(read('alerts.yaml')).groups.flatMap(
    (group: { readonly rules: readonly { readonly expr: string }[] }) => group.rules.map(({ expr }) => expr),
  )
  const panels: readonly string[] = JSON.parse(read('grafana-dashboard.json')).panels.flatMap(
    (panel: { readonly targets: readonly { readonly expr: string }[] }) =>
      panel.targets.map(({ expr }) => expr),
  )

  test('there are some', () => {
    expect(alerts.length).toBeGreaterThan(5)
    expect(panels.length).toBeGreaterThan(10)
  })

  test.each([...alerts, ...panels])('%s asks for figures that there are', expression => {
    const names = expression.match(/\b(?:sekisho|nodejs|process)_\w+/g) ?? []
    if (!expression.startsWith('up{')) expect(names.length).toBeGreaterThan(0)
    expect(names.filter(name => !known.has(name))).toEqual([])
  })
})

describe('variables', () => {
  const documented = new Set(
    [...readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name),
  )

  test('of the service are all in .env.example, with their defaults', () => {
    const example = Object.fromEntries(
      [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    )
    const { workers: _, ...defaults } = readConfig({})
    expect(readConfig(example)).toMatchObject(defaults)
    expect(variableNames.filter(name => !documented.has(name))).toEqual([])
  })

  test('that deployments set are ones that there are', () => {
    const given = [
      ...Object.keys(parse(read('compose.yaml'), { merge: true }).services.sekisho.environment),
      ...[...read('kubernetes.yaml').matchAll(/- \{ name: ([A-Z_]+), value/g)].map(([, name = '']) => name),
    ].filter(name => name !== 'NODE_OPTIONS')
    expect(given.length).toBeGreaterThan(3)
    expect(given.filter(name => !documented.has(name))).toEqual([])
  })
})
