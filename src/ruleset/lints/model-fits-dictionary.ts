import type { Ruleset } from '../ruleset.js'

/**
 * A weight is for the rule, the concept or the wording that it was fitted on: what is new has none, what was renamed lost
 * its own, and the voice hears concepts by their names. A model of another dictionary judges all the same, only worse.
 */
export function modelFitsDictionary({
  model,
  fingerprint,
  reader,
}: Pick<Ruleset, 'model' | 'fingerprint' | 'reader'>): string[] {
  const otherReader = model?.reader?.network === reader?.networkHash ? [] : [OTHER_READER]
  if (!model || model.trainedOn.dictionary === fingerprint.dictionary) return otherReader
  const { trainedOn } = model
  const changes = [
    ...differences('rules', trainedOn.rules, fingerprint.rules),
    ...differences('concepts', trainedOn.concepts, fingerprint.concepts),
  ]
  const what = changes.length > 0 ? changes.join('; ') : 'the same names, another content'
  return [`model.json: fitted on another dictionary (${what}): npm run train`, ...otherReader]
}

const OTHER_READER = 'model.json: fitted on another network than that of reader/: npm run train'

function differences(what: string, before: readonly string[], now: readonly string[]): string[] {
  const added = now.filter(id => !before.includes(id))
  const gone = before.filter(id => !now.includes(id))
  return [
    ...(added.length > 0 ? [`${what} that it does not know: ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`${what} that are gone: ${gone.join(', ')}`] : []),
  ]
}
