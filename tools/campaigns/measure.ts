import type { Judgement } from '../../src/contract/judgement.js'
import type { Screener } from '../../src/contract/screener.js'
import { belonging, type Core } from '../../src/store/campaigns/belongs.js'
import { bandsOf, type Signed, sign, signatureKey } from '../../src/store/campaigns/signature.js'
import type { Table } from '../quality/table.js'
import type { Copy } from './generate.js'

export interface CampaignFigures {
  readonly copies: number
  /** That they are copies of. */
  readonly texts: number
  readonly campaigns: number
  /** Of pairs that were put together, how many are copies of one text. */
  readonly precision: number
  /** Of pairs that are copies of one text, how many were put together. */
  readonly recall: number
  /** Of the copies, how many belong to a campaign when it is confirmed. */
  readonly recognised: number
  readonly honest: number
  /** Honest texts that belong to a campaign when it is confirmed. */
  readonly honestMerged: number
  /** Honest texts that would join a campaign that waits for its decision, were they flagged by mistake. */
  readonly honestMergedOpen: number
  readonly merged: readonly string[]
}

interface Cluster {
  readonly core: Core
  readonly members: Copy[]
}

/** What the store does, without a store: each copy joins the campaign whose core it resembles most, or begins one. */
export function measureCampaigns(
  copies: readonly Copy[],
  { screen, fingerprint }: Pick<Screener<Judgement>, 'screen' | 'fingerprint'>,
): CampaignFigures {
  const key = signatureKey('evaluation')
  const clusters: Cluster[] = []
  const byBand = new Map<number, Cluster[]>()
  const signed = (text: string): Signed =>
    sign(
      key,
      fingerprint(text),
      screen({ text }).flags.flatMap(({ evidence }) => evidence),
    )

  const scams = copies.filter(({ honest }) => !honest)
  for (const copy of scams) {
    const message = signed(copy.text)
    const found = best(message, 'open')
    if (found) found.members.push(copy)
    else {
      const cluster: Cluster = { core: { ...message, status: 'open' }, members: [copy] }
      clusters.push(cluster)
      for (const band of bandsOf(key, message)) byBand.set(band, [...(byBand.get(band) ?? []), cluster])
    }
  }
  const recognised = scams.filter(copy => (best(signed(copy.text), 'confirmed')?.members.length ?? 0) > 1)
  const merged: string[] = []
  const honest = copies.filter(copy => copy.honest)
  const mergedWhen = (status: Core['status']): number =>
    honest.filter(copy => {
      const found = best(signed(copy.text), status)
      if (found && found.members.length > 1)
        merged.push(`${status}: ${copy.of} in ${found.members[0]?.of}: ${copy.text}`)
      return found !== undefined && found.members.length > 1
    }).length
  const honestMerged = mergedWhen('confirmed')
  return {
    copies: scams.length,
    texts: new Set(scams.map(({ of }) => of)).size,
    campaigns: clusters.filter(({ members }) => members.length > 1).length,
    ...pairs(clusters, scams),
    recognised: recognised.length / scams.length,
    honest: honest.length,
    honestMerged,
    honestMergedOpen: mergedWhen('open'),
    merged,
  }

  function best(message: Signed, status: Core['status']): Cluster | undefined {
    const near = new Set(bandsOf(key, message).flatMap(band => byBand.get(band) ?? []))
    let found: Cluster | undefined
    let most = 0
    for (const cluster of near) {
      const alike = belonging(message, { ...cluster.core, status })
      if (alike > most) {
        most = alike
        found = cluster
      }
    }
    return found
  }
}

function pairs(clusters: readonly Cluster[], copies: readonly Copy[]) {
  const two = (count: number): number => (count * (count - 1)) / 2
  const sizes = (some: readonly Copy[]): readonly number[] =>
    [...new Set(some.map(({ of }) => of))].map(name => some.filter(({ of }) => of === name).length)
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + two(count), 0)
  const together = sum(clusters.map(({ members }) => members.length))
  const right = clusters.reduce((total, { members }) => total + sum(sizes(members)), 0)
  return { precision: right / together, recall: right / sum(sizes(copies)) }
}

export function campaignTable(
  halves: readonly { readonly half: string; readonly figures: Omit<CampaignFigures, 'merged'> }[],
): Table {
  return {
    heads: [
      'texts',
      'copies',
      'of texts',
      'campaigns',
      'pairwise precision',
      'pairwise recall',
      'in it when it is confirmed',
      'honest look-alikes',
      'in a confirmed campaign',
      'in an open one, if flagged',
    ],
    rows: halves.map(({ half, figures }) => [
      half,
      String(figures.copies),
      String(figures.texts),
      String(figures.campaigns),
      figures.precision.toFixed(4),
      figures.recall.toFixed(4),
      figures.recognised.toFixed(4),
      String(figures.honest),
      String(figures.honestMerged),
      String(figures.honestMergedOpen),
    ]),
  }
}
