import { isScalar, parseDocument } from 'yaml'
import { type DictFile, RulesetError } from './files.js'
import type { StagePolicy } from './schema.js'

type Levels = { readonly [Name in keyof StagePolicy]?: number | null | undefined }

/**
 * The text of `policy.yaml` with other thresholds, by category and stage, where it names them: every other character stays,
 * comments too. Throws RulesetError where a number is not written out where it stands.
 */
export function withThresholds(
  file: DictFile,
  thresholds: Readonly<Record<string, Readonly<Record<string, Levels>>>>,
): string {
  const document = parseDocument(file.source)
  const edits = new Map<number, { readonly end: number; readonly text: string }>()
  for (const [category, stages] of Object.entries(thresholds))
    for (const [stage, levels] of Object.entries(stages))
      for (const [level, value] of Object.entries(levels)) {
        const path = ['thresholds', category, stage, level]
        if (typeof value !== 'number' || !document.hasIn(path)) continue
        const node = document.getIn(path, true)
        if (!isScalar(node) || !node.range)
          throw new RulesetError(
            `${file.path}:1: ${path.join('.')}: write the number where it stands, without an alias`,
          )
        if (node.value !== value) edits.set(node.range[0], { end: node.range[1], text: String(value) })
      }
  return [...edits]
    .sort(([a], [b]) => b - a)
    .reduce(
      (source, [start, { end, text }]) => source.slice(0, start) + text + source.slice(end),
      file.source,
    )
}
