import type { Evidence, Flag, Judgement } from '../../contract/judgement.js'
import type { ListType } from '../../contract/lists.js'
import type { Screener } from '../../contract/screener.js'
import type { ListHit } from './tenant-lists.js'

/** How people call what an entry names. */
const TYPE_NAMES: Readonly<Record<ListType, string>> = {
  client: '依頼者',
  domain: 'ドメイン',
  phrase: '語句',
  campaign: '一斉送信',
  line_id: 'LINE ID',
  phone: '電話番号',
  email: 'メールアドレス',
  url: 'URL',
  handle: 'アカウント名',
  meeting: '会議',
  bank_account: '口座',
  wallet: 'ウォレット',
  referral_code: '紹介コード',
}

/** More evidence of one flag nobody reads: as many as the screener shows. */
const MOST_EVIDENCE = 8

/** Blocks what is denied, with the entries as evidence. Each counts as the category that it names, or that its type has. */
export function denied(
  judgement: Judgement,
  hits: readonly ListHit[],
  text: string,
  { categories, countsAs }: Pick<Screener, 'categories' | 'countsAs'>,
): Judgement {
  const byCategory = new Map<string, Evidence[]>()
  for (const hit of hits) {
    const wanted = hit.entry.category ?? countsAs.listed[hit.entry.type]
    // A dictionary that was reloaded since may not know it any more.
    const category = (categories.find(({ id }) => id === wanted) ?? categories[0])?.id
    if (category === undefined) continue
    byCategory.set(category, [...(byCategory.get(category) ?? []), evidenceOf(hit, text)])
  }
  const [first] = byCategory.keys()
  if (first === undefined) return judgement
  const listed = [...byCategory].map(([category, evidence]) => flagOf(judgement, category, evidence))
  return {
    ...judgement,
    verdict: 'block',
    flagged: true,
    confidence: 1,
    flags: [...listed, ...judgement.flags.filter(({ category }) => !byCategory.has(category))],
    decidedBy: { category: first, by: 'list', threshold: 1 },
    scores: { ...judgement.scores, ...Object.fromEntries([...byCategory.keys()].map(id => [id, 1])) },
  }

  function flagOf({ flags }: Judgement, id: string, evidence: readonly Evidence[]): Flag {
    const before = flags.find(({ category }) => category === id)
    const known = categories.find(category => category.id === id)
    const others = (before?.evidence ?? []).filter(
      one => !evidence.some(({ start, end }) => one.start < end && start < one.end),
    )
    const all = [...evidence, ...others]
    const shown = all.slice(0, MOST_EVIDENCE).sort((a, b) => a.start - b.start)
    const more = all.length - shown.length + (before?.moreEvidence ?? 0)
    return {
      category: id,
      label: known?.label ?? id,
      severity: known?.severity ?? 'violation',
      confidence: 1,
      evidence: shown,
      ...(more > 0 && { moreEvidence: more }),
      advice: before?.advice ?? known?.advice ?? [],
    }
  }
}

function evidenceOf({ entry, start, end }: ListHit, text: string): Evidence {
  return {
    start,
    end,
    text: text.slice(start, end),
    rule: `list.deny.${entry.type}`,
    reason: `拒否リストに登録されています（${TYPE_NAMES[entry.type]}）：${entry.reason}`,
  }
}
