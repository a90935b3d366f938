import type { Fingerprint } from '../../src/contract/fingerprint.js'
import type { Judgement } from '../../src/contract/judgement.js'
import type { Screener } from '../../src/contract/screener.js'
import { belonging, type Core } from '../../src/store/campaigns/belongs.js'
import { bandsOf, type Signed, sign, signatureKey } from '../../src/store/campaigns/signature.js'
import type { Table } from '../quality/table.js'
import { mulberry32 } from '../training/random.js'
import { type Copy, shuffled } from './generate.js'

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
  /** Templates of honest clients, and how many belong to a campaign when it is confirmed. */
  readonly templates: number
  readonly templatesMerged: number
  /** Texts of campaigns without their lure, and how many belong to one that is confirmed. */
  readonly unbaited: number
  readonly unbaitedMerged: number
  readonly merged: readonly string[]
}

interface Cluster {
  readonly core: Core
  readonly members: Copy[]
}

/** A copy as the rules read it. */
interface Read {
  readonly copy: Copy
  readonly fingerprint: Fingerprint
  readonly evidence: Parameters<typeof sign>[2]
}

/** Who comes first is the core, and which copies meet hangs on the key: one order under one key is a matter of luck. */
const ROUNDS = 8

/** The means over some rounds; of honest texts that were taken for members those of the worst. */
export function measureCampaigns(
  copies: readonly Copy[],
  { screen, fingerprint }: Pick<Screener<Judgement>, 'screen' | 'fingerprint'>,
): CampaignFigures {
  const read = copies.map(copy => ({
    copy,
    fingerprint: fingerprint(copy.text),
    evidence: screen({ text: copy.text }).flags.flatMap(flag => flag.evidence),
  }))
  const rounds = Array.from({ length: ROUNDS }, (_, round) =>
    measureRound(shuffled(read, mulberry32(round)), `round ${round}`),
  )
  const mean = (of: (figures: CampaignFigures) => number): number =>
    rounds.reduce((sum, figures) => sum + of(figures), 0) / ROUNDS
  const worst = (of: (figures: CampaignFigures) => number): number => Math.max(...rounds.map(of))
  return {
    copies: copies.filter(({ honest }) => !honest).length,
    texts: new Set(copies.filter(({ honest }) => !honest).map(({ of }) => of)).size,
    campaigns: mean(({ campaigns }) => campaigns),
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    recognised: mean(({ recognised }) => recognised),
    templates: templatesOf(copies).length,
    templatesMerged: worst(({ templatesMerged }) => templatesMerged),
    unbaited: unbaitedOf(copies).length,
    unbaitedMerged: worst(({ unbaitedMerged }) => unbaitedMerged),
    merged: [...new Set(rounds.flatMap(({ merged }) => merged))],
  }
}

/** What the store does, without a store: each copy joins the campaign whose core it resembles most, or begins one. */
function measureRound(read: readonly Read[], secret: string): CampaignFigures {
  const key = signatureKey(secret)
  const clusters: Cluster[] = []
  const byBand = new Map<number, Cluster[]>()
  const signatures = new Map(
    read.map(({ copy, fingerprint, evidence }) => [copy, sign(key, fingerprint, evidence)]),
  )
  const copies = [...signatures.keys()]
  const scams = copies.filter(({ honest }) => !honest)
  for (const copy of scams) {
    const message = signatureOf(copy)
    const found = best(message, 'open')
    if (found) found.members.push(copy)
    else {
      const cluster: Cluster = { core: { ...message, status: 'open' }, members: [copy] }
      clusters.push(cluster)
      for (const band of bandsOf(key, message)) byBand.set(band, [...(byBand.get(band) ?? []), cluster])
    }
  }
  const recognised = scams.filter(copy => (best(signatureOf(copy), 'confirmed')?.members.length ?? 0) > 1)
  const merged: string[] = []
  const mergedOf = (some: readonly Copy[]): number =>
    some.filter(copy => {
      const found = best(signatureOf(copy), 'confirmed')
      const isMerged = found !== undefined && found.members.length > 1
      if (isMerged) merged.push(`${copy.of} in ${found.members[0]?.of}: ${copy.text}`)
      return isMerged
    }).length
  return {
    copies: scams.length,
    texts: new Set(scams.map(({ of }) => of)).size,
    campaigns: clusters.filter(({ members }) => members.length > 1).length,
    ...pairs(clusters, scams),
    recognised: recognised.length / scams.length,
    templates: templatesOf(copies).length,
    templatesMerged: mergedOf(templatesOf(copies)),
    unbaited: unbaitedOf(copies).length,
    unbaitedMerged: mergedOf(unbaitedOf(copies)),
    merged,
  }

  function signatureOf(copy: Copy): Signed {
    const found = signatures.get(copy)
    if (found === undefined) throw new Error('a copy was not read')
    return found
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

const templatesOf = (copies: readonly Copy[]) => copies.filter(({ honest, unbaited }) => honest && !unbaited)
const unbaitedOf = (copies: readonly Copy[]) => copies.filter(({ unbaited }) => unbaited)

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
      'honest templates',
      'in a confirmed campaign',
      'without the lure',
      'in a confirmed one',
    ],
    rows: halves.map(({ half, figures }) => [
      half,
      String(figures.copies),
      String(figures.texts),
      figures.campaigns.toFixed(1),
      figures.precision.toFixed(4),
      figures.recall.toFixed(4),
      figures.recognised.toFixed(4),
      String(figures.templates),
      String(figures.templatesMerged),
      String(figures.unbaited),
      String(figures.unbaitedMerged),
    ]),
  }
}
