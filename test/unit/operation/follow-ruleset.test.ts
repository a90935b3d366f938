import { expect, test } from 'vitest'
import { type Differs, followRuleset } from '../../../src/operation/follow-ruleset.js'
import { hashOnDisk } from '../../../src/ruleset/hash-on-disk.js'
import { hashOfDictionary, loadRuleset } from '../../../src/ruleset/load.js'
import { reloadable } from '../../../src/screening/reloadable.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { copyOfFixture, screenerOf } from '../../support/fixture-dictionary.js'
import { onEveryStore } from '../../support/stores.js'

/** An instance with a dictionary of its own on its own disk. */
function instanceOn(store: Store) {
  const dictionary = copyOfFixture()
  const load = () => ({
    ...screenerOf(loadRuleset(dictionary.path)),
    warnings: [],
    close: async () => undefined,
  })
  const screener = reloadable(load(), async () => load())
  const said: Differs[] = []
  let reloads = 0
  const follower = followRuleset({
    store,
    screener,
    hashOnDisk: hashOnDisk(dictionary.path),
    onReloaded: () => reloads++,
    onDiffers: differs => said.push(differs),
    onFailure: failure => {
      throw failure
    },
  })
  return { dictionary, screener, follower, said, reloads: () => reloads }
}

const edit = (source: string): string => `${source}\n# edited\n`

onEveryStore('the wanted ruleset', on => {
  test('the hash on disk is the one that a load gives', () => {
    const { dictionary, screener, follower } = instanceOn(on.store)
    expect(hashOfDictionary(dictionary.path)).toBe(screener.ruleset.hash)
    dictionary.edit('policy.yaml', edit)
    expect(hashOfDictionary(dictionary.path)).not.toBe(screener.ruleset.hash)
    follower.stop()
    dictionary.remove()
  })

  test('what one instance has reloaded the other takes as soon as it has the files', async () => {
    const other = await openStore(on.location, 'full')
    const [a, b] = [instanceOn(on.store), instanceOn(other)]
    await b.follower.look()
    expect(b.follower.differs()).toBeUndefined()

    a.dictionary.edit('policy.yaml', edit)
    await a.screener.reload()
    await on.store.wantedRuleset.want(a.screener.ruleset.hash)
    const before = b.screener.ruleset.hash
    for (let looks = 0; looks < 4; looks++) await b.follower.look()
    expect(b.screener.ruleset.hash).toBe(before)
    expect(b.follower.differs()).toMatchObject({ wanted: a.screener.ruleset.hash })
    expect(b.said).toHaveLength(1)

    b.dictionary.edit('policy.yaml', edit)
    await b.follower.look()
    expect(b.screener.ruleset.hash).toBe(a.screener.ruleset.hash)
    expect(b.follower.differs()).toBeUndefined()
    await b.follower.look()
    expect([a.reloads(), b.reloads()]).toEqual([0, 1])

    for (const { follower, dictionary } of [a, b]) {
      follower.stop()
      dictionary.remove()
    }
    await other.close()
  })

  test('a dictionary that is wanted and broken is not taken', async () => {
    const b = instanceOn(on.store)
    const before = b.screener.ruleset.hash
    b.dictionary.edit('policy.yaml', source => `${source}\nnonsense: [\n`)
    await on.store.wantedRuleset.want(hashOfDictionary(b.dictionary.path))
    for (let looks = 0; looks < 2; looks++) await b.follower.look()
    expect(b.screener.ruleset.hash).toBe(before)
    expect(b.follower.differs()?.reason).toContain('policy.yaml')
    b.follower.stop()
    b.dictionary.remove()
  })
})
