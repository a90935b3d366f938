import type { Posting, PostingInput } from '../../contract/posting.js'
import type { PostingSource } from '../../ruleset/posting.js'

/** Which of the six items a job post shows: in its text, or beside it. */
export function buildPosting(source: PostingSource | undefined): (post: PostingInput) => Posting | null {
  if (!source) return () => null
  const { law, items } = source
  return ({ text, client, platformHolds = [] }) => {
    const shown = new Set([...platformHolds, ...(client?.discloses ?? [])])
    const folded = text.normalize('NFKC').toLowerCase()
    const isShown = ({ item, aside, present }: PostingSource['items'][number]): boolean =>
      shown.has(item) || (present?.test(aside ? folded.replaceAll(aside, GONE) : folded) ?? false)
    const isPresent = items.map(isShown)
    return {
      present: items.filter((_, i) => isPresent[i]).map(({ item }) => item),
      missing: items.filter((_, i) => !isPresent[i]).map(({ item }) => item),
      law,
    }
  }
}

/** Stands where something was taken out, so that what was apart stays so. */
const GONE = '\n'
