import { CST, Lexer } from 'yaml'

/**
 * Far deeper than any dictionary is. The parser goes down by recursion, and where the stack runs out in the middle of a
 * regular expression V8 ends the process instead of throwing.
 */
const DEEPEST = 100

/** What the lexer adds; nothing of the file. */
const MARKERS: readonly CST.TokenType[] = ['doc-mode', 'scalar', 'flow-error-end']

/** Where YAML or JSON is nested too deeply to be parsed, in UTF-16 units; undefined when it is not. Goes down nowhere itself. */
export function tooDeepAt(source: string): number | undefined {
  let at = 0
  let brackets = 0
  /** Most levels that the line can stand at: one a column of its indentation, one an indicator. */
  let levels = 0
  let isIndentation = true
  for (const lexeme of new Lexer().lex(source)) {
    const type = CST.tokenType(lexeme)
    if (type !== null && MARKERS.includes(type)) continue
    if (type === 'flow-seq-start' || type === 'flow-map-start') brackets++
    else if (type === 'flow-seq-end' || type === 'flow-map-end') brackets--
    else if (type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind') levels++
    else if (type === 'space' && isIndentation) levels += lexeme.length
    if (type === 'newline') levels = 0
    isIndentation = type === 'newline' || (isIndentation && type === 'space')
    // A row of blanks is no nesting before something stands behind it.
    if (brackets + (type === 'space' ? 0 : levels) > DEEPEST) return at
    at += lexeme.length
  }
  return undefined
}
