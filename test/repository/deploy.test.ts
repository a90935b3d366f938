import { readdirSync, readFileSync } from 'node:fs'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { readConfig, variableNames } from '../../src/config.js'
import { buildMetrics } from '../../src/operation/metrics.js'
import { workerFigures } from '../../src/operation/worker-figures.js'

const block = z.object({ cidr: z.string(), except: z.array(z.string()).default([]) })
const networkPolicy = z.object({
  kind: z.literal('NetworkPolicy'),
  spec: z.object({
    podSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    policyTypes: z.array(z.string()),
    ingress: z.array(z.unknown()),
    egress: z.array(
      z.object({
        to: z.array(z.object({ ipBlock: block.optional() })),
        ports: z.array(z.object({ port: z.number() })),
      }),
    ),
  }),
})

const read = (file: string): string => readFileSync(`deploy/${file}`, 'utf8')
const files = readdirSync('deploy')

test('every file is readable as what it is', () => {
  for (const file of files) {
    if (file.endsWith('.json')) JSON.parse(read(file))
    else for (const document of parseAllDocuments(read(file))) expect(document.errors).toEqual([])
  }
})

describe('dashboard and alerts', async () => {
  const figures = [buildMetrics(), workerFigures()].map(({ registry }) => registry.getMetricsAsJSON())
  const known = new Set(
    (await Promise.all(figures))
      .flat()
      .flatMap(({ name }) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]),
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
    ].filter(name => !['NODE_OPTIONS', 'PGPASSWORD'].includes(name))
    expect(given.length).toBeGreaterThan(3)
    expect(given.filter(name => !documented.has(name))).toEqual([])
  })
})

describe('passwords and probes', () => {
  const { services } = parse(read('compose.yaml'), { merge: true })
  const documents = parseAllDocuments(read('kubernetes.yaml')).map(document => document.toJS())
  const of = (kind: string) => documents.find(document => document.kind === kind)
  const [container] = of('Deployment').spec.template.spec.containers
  const ports: readonly string[] = container.ports.map(({ name }: { readonly name: string }) => name)

  test('no password is part of a URL, where / @ and # mean something else', () => {
    const { DATABASE_URL, PGPASSWORD } = services.sekisho.environment
    expect(new URL(DATABASE_URL).password).toBe('')
    expect(PGPASSWORD).toContain('POSTGRES_PASSWORD')
    expect(services.postgres.environment.POSTGRES_PASSWORD).toBe(PGPASSWORD)
  })

  test('probes, service and Prometheus name a port that there is, of pods that there are', () => {
    const probes = [container.startupProbe, container.readinessProbe, container.livenessProbe]
    for (const { httpGet } of probes) expect(ports).toContain(httpGet.port)
    for (const { targetPort } of of('Service').spec.ports) expect(ports).toContain(targetPort)
    const labels = of('Deployment').spec.template.metadata.labels
    expect(labels).toMatchObject(of('Service').spec.selector)
    const pods = parse(read('prometheus.yaml')).scrape_configs.find(
      ({ job_name: name }: { readonly job_name: string }) => name === 'sekisho-pods',
    )
    expect(pods.relabel_configs[0].regex).toBe(`${labels['app.kubernetes.io/name']};${ports[0]}`)
  })

  test('a pod has the time to drain, and to answer what it has accepted', () => {
    const drain = Number(
      container.env.find(({ name }: { readonly name: string }) => name === 'DRAIN_SECONDS').value,
    )
    expect(drain).toBeGreaterThan(0)
    expect(of('Deployment').spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(
      drain + 25,
    )
  })
})

describe('images', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8')
  const images = [
    ...[...dockerfile.matchAll(/^ARG NODE_IMAGE=(\S+)$/gm)].map(([, image = '']) => image),
    ...[...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image),
    ...[...read('compose.yaml').matchAll(/^ +image: (\S+)$/gm)].map(([, image = '']) => image),
  ].filter(image => !image.startsWith('$') && image !== 'sekisho')

  test('of others are of one version each', () => {
    expect(images).toHaveLength(2)
    for (const image of images) expect(image).toMatch(/:\d+\.\d+(\.\d+)?(-\w+)*(@sha256:[0-9a-f]{64})?$/)
  })
})

describe('what a pod may reach', () => {
  const policy = parseAllDocuments(read('kubernetes.yaml'))
    .map(document => networkPolicy.safeParse(document.toJS()))
    .find(({ success }) => success)?.data
  const deployment = parseAllDocuments(read('kubernetes.yaml'))
    .map(document => document.toJS())
    .find(({ kind }) => kind === 'Deployment')
  const allows = (address: string, port: number): boolean =>
    policy?.spec.egress.some(
      ({ to, ports }) =>
        ports.some(one => one.port === port) &&
        to.some(({ ipBlock }) => ipBlock !== undefined && isIn(address, ipBlock)),
    ) ?? false

  test('the policy is about the pods of the deployment, both ways', () => {
    expect(policy?.spec.policyTypes).toEqual(['Ingress', 'Egress'])
    expect(policy?.spec.podSelector.matchLabels).toEqual(deployment.spec.selector.matchLabels)
  })

  test('in: the port of the service alone', () => {
    const [container] = deployment.spec.template.spec.containers
    expect(policy?.spec.ingress).toEqual([{ ports: [{ port: container.ports[0].containerPort }] }])
  })

  test.each([
    ['203.0.113.7', 443, true],
    ['10.0.0.5', 5432, true],
    ['2606:4700::1111', 443, true],
    ['169.254.169.254', 443, false],
    ['169.254.169.254', 80, false],
    ['169.254.169.254', 5432, false],
    ['fd00:ec2::254', 5432, false],
    ['10.0.0.5', 443, false],
    ['192.168.1.1', 443, false],
    ['127.0.0.1', 443, false],
    ['fd00::1', 443, false],
    ['203.0.113.7', 22, false],
  ])('out to %s, port %i: %s', (address, port, expected) => {
    expect(allows(address, port)).toBe(expected)
  })
})

function isIn(address: string, { cidr, except }: z.infer<typeof block>): boolean {
  return covers(cidr, address) && !except.some(one => covers(one, address))
}

function covers(network: string, address: string): boolean {
  const [parsed, [base, bits]] = [ipaddr.parse(address), ipaddr.parseCIDR(network)]
  return parsed.kind() === base.kind() && parsed.match(base, bits)
}
