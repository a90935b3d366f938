// Texts of 10,000 characters that are as slow as we know how to make them: slowest.ts looks for slower ones.
const LENGTH = 10_000
const repeated = (piece: string): string => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH)

export const worstTexts: Readonly<Record<string, string>> = {
  digits: repeated('1'),
  'kanji digits': repeated('一二三'),
  'phone digits': repeated('ぜろきゅうぜろ'),
  hiragana: repeated('あ'),
  'long vowel': repeated('ー'),
  kanji: repeated('電話番号'),
  requests: repeated('お電話ください。'),
  'channels without an end': repeated('LINE'),
  'one clause of channels': repeated('LINEやメールや電話や'),
  masks: repeated('ラ○ン'),
  'spaced letters': repeated('L I N E '),
  dotted: repeated('ラ.イ.ン.'),
  'disguised cards': repeated('fx口座fx口座☆'),
  'star orders': repeated('星五☆'),
  'masks beside digits': repeated('①〇'),
  'masks beside kanji digits': repeated('一〇'),
  quotes: repeated('「LINE」と'),
  amounts: repeated('3,000文字で900円、'),
  addresses: repeated('a@b.co '),
  'at signs': repeated('a(アット)'),
  newlines: repeated('LINE\n'),
  negations: repeated('LINEは使わないで'),
  stars: repeated('★'),
  'combining marks': repeated('か\u3099'),
  emoji: repeated('👍'),
  'lone surrogates': repeated('\ud83d'),
  'two sentences in turn': repeated('報酬は10万円です。LINEで教材を購入してください。'),
  'no sentence end': repeated('報酬は10万円でLINEで教材を購入して口コミを投稿し'),
}
