import type { Campaign } from '../../api/campaigns.js'
import { words } from '../../words/words.js'
import { partsOf } from './varying.js'

/** The text that the others resemble, with what differs from one to another. */
export function CoreText({ item: { core } }: { readonly item: Campaign }) {
  const { campaign: said } = words.value
  return (
    <section class="part">
      <h3>{said.core}</h3>
      {core === null ? (
        <p class="soft">{said.noCore}</p>
      ) : (
        <>
          <div class="said this">
            <div id="text" class="text" lang="ja">
              {partsOf(core.text, core.varies).map(({ text, varies }, at) =>
                varies ? (
                  <span key={at} class="varies">
                    {text}
                  </span>
                ) : (
                  text
                ),
              )}
            </div>
          </div>
          {core.varies.length > 0 && <p class="soft small">{said.varies}</p>}
        </>
      )}
    </section>
  )
}
