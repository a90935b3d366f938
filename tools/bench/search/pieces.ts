import type { Ruleset } from '../../../src/ruleset/ruleset.js'
import { triggersOf } from '../../../src/screening/reading/triggers.js'

/** Triggers of one pattern that are worth a piece. */
const OF_A_PATTERN = 5

/**
 * What a search for bad texts puts together: the words of the dictionary and literals of its patterns, what its tables fold,
 * and what parsers dislike.
 */
export function piecesOf({ concepts, language }: Ruleset): string[] {
  const { lookAlikes } = language
  return [
    ...[...concepts.values()].flatMap(({ terms, variants, verbs, shadows, patterns }) => [
      ...terms,
      ...variants.keys(),
      ...verbs,
      ...shadows,
      ...patterns.flatMap(pattern => triggersOf(pattern)?.slice(0, OF_A_PATTERN) ?? []),
    ]),
    ...lookAlikes.skeleton.keys(),
    ...lookAlikes.emoji.keys(),
    ...lookAlikes.latin.keys(),
    ...lookAlikes.masks,
    ...lookAlikes.separators,
    ...'。、！？\n 「」『』()[]○●*・-_.@:/,1２三九ー〜…★👍①⑳㍿ｶﾞ🄰🇯𠮷\r\t'.split(''),
    ...['\ud83d', '\udc4d', '\u3099', '\u309a', 'ﾞ', 'ﾟ', '\u0301', '\u0336', '\ufe0f', '\u20e3', '\u200b'],
    ...[
      '\u200d',
      '\u202e',
      '\u2066',
      '\u00ad',
      '\u3164',
      '\u2028',
      '\u0085',
      '\ufeff',
      '\ufdfa',
      '\ufffe',
      '\0',
    ],
    ...['👨‍👩‍👧', '1️⃣', 'か\u3099', 'İ', 'ß', 'ŉ', '\ue000', '\u{e0041}', '\u{10ffff}'],
    ...[
      'ません',
      'ないで',
      '禁止',
      'と言われ',
      '下さい',
      '円',
      '万',
      '文字',
      '1文字',
      '0.1',
      '3,000文字で900円',
    ],
    ...['a@b.co', 'http://', 'アット', '点', 'zero', 'ぜろ', 'L I', 'ラ.', 'o9o-1234-5678', '〇九〇'],
  ]
}
