/** A stretch of the normalised text with the number of its sentence. Offsets in UTF-16 units. */
export interface Clause {
  readonly start: number
  readonly end: number
  readonly sentence: number
}

export interface Segments {
  readonly clauses: readonly Clause[]
  /** Sentence boundaries: sentence i is `[starts[i], ends[i])`. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** The tokenizer's cost is quadratic in long runs of one character class (kuromoji 0.1.2). */
const LONGEST_CLAUSE = 128

const SENTENCE_END = /[。!?！？\n]+[」』)）】]*|(?<=[ぁ-んァ-ヶー一-龠])\.(?=\s|$)/gu

/** A comma ends a clause when a predicate stands before it; between the items of a list it does not. */
const PREDICATE_BEFORE_COMMA =
  /(?:(?:です|ます|ました|でした|ません|ない|ください|下さい|たい|った|いた|える|れる|する|ある|いる|なる)(?:が|けど|けれど|けれども|ので|から|し|なら|ため|ところ)?|(?:って|んで|いて|して|えて|れて|きて|けて|せて|めて|べて|ねて|じて|くて)|(?:ので|けど|[えけげせてねべめれ]ば|たら|なら|わず|ずに|せず|ては|ても|つつ|なく|はなく))$/u

/** Sentences end at 。！？ and at line ends, clauses also at commas behind a predicate; no clause is longer than 128 units. */
export function segment(text: string): Segments {
  const starts: number[] = []
  const ends: number[] = []
  const clauses: Clause[] = []
  let start = 0
  for (const match of text.matchAll(SENTENCE_END)) {
    addSentence(start, match.index + match[0].length)
    start = match.index + match[0].length
  }
  addSentence(start, text.length)
  return { clauses, starts, ends }

  function addSentence(from: number, to: number): void {
    if (from >= to || text.slice(from, to).trim() === '') return
    const sentence = starts.length
    starts.push(from)
    ends.push(to)
    let clauseStart = from
    for (let at = from; at < to; at++) {
      const comma = text[at] === '、' || text[at] === ','
      const ends = comma && PREDICATE_BEFORE_COMMA.test(text.slice(Math.max(clauseStart, at - 8), at))
      if (ends || at + 1 - clauseStart >= LONGEST_CLAUSE || at + 1 === to) {
        clauses.push({ start: clauseStart, end: at + 1, sentence })
        clauseStart = at + 1
      }
    }
  }
}
