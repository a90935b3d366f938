import type { Words } from './generate.js'

/** The text with a name, an amount, a date … of its own in every slot. */
export function fillSlots(
  text: string,
  { surnames, companies }: Pick<Words, 'surnames' | 'companies'>,
  random: () => number,
): string {
  const below = (most: number): number => Math.floor(random() * most)
  const one = (list: readonly string[]): string => list[below(list.length)] ?? ''
  const letters = (length: number): string =>
    Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz'.charAt(below(26))).join('')
  const makers: Readonly<Record<string, () => string>> = {
    name: () => one(surnames),
    company: () => one(companies),
    amount: () =>
      one([`${below(99) + 1},000`, `${below(99) + 1}万`, `${(below(90) + 10) * 100}`, '五千', '３００００']),
    date: () =>
      one([
        `${below(12) + 1}月${below(28) + 1}日`,
        `${below(12) + 1}/${below(28) + 1}`,
        '今週中',
        '来週の月曜',
        '月末',
      ]),
    link: () =>
      `https://${letters(6)}.${one(['example.com', 'example.jp', 'example.net'])}/${letters(4)}${below(99)}`,
    id: () =>
      one([
        `${letters(5)}${below(999)}`,
        `@${letters(7)}`,
        `${letters(4)}_${letters(3)}`,
        `${letters(3)}-${below(9_999)}`,
      ]),
    phone: () => `0${one(['90', '80', '70'])}-${1_000 + below(9_000)}-${1_000 + below(9_000)}`,
    mail: () => `${letters(6)}@${letters(5)}.example.com`,
    count: () => String(below(40) + 1),
    hours: () => String(below(9) + 1),
  }
  return text.replace(/\{([a-z]+)\}/gu, (slot, name: string) => makers[name]?.() ?? slot)
}
