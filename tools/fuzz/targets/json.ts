import { screenRequest } from '../../../src/contract/message.js'
import { checkLine, serialised } from '../../../src/http/answers.js'
import { Problem } from '../../../src/http/problems.js'
import { screenExamples } from '../../../src/http/schemas/examples.js'
import { asBytes, hold, ofBytes, type Target } from '../target.js'

/** A byte order mark is skipped, as the reader does. */
const utf8 = new TextDecoder('utf-8', { fatal: true })
const fields = Object.keys(screenRequest.shape)

/** A body: a message that fits, or a problem that can be said on one line. */
export function load(): Target {
  return {
    name: 'json',
    seeds: Object.values(screenExamples).map(({ value }) => asBytes(JSON.stringify(value))),
    pieces: [
      ...fields.map(field => `"${field}":`),
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '\\ud800',
        '\\u0000',
        'null',
        'true',
        '1e999',
        '-0',
        '0.1',
      ],
      ...[
        '"__proto__":',
        '"constructor":',
        '"a/b~c":',
        '{"from":"client","text":"a"}',
        '"pre_contract"',
        ' ',
      ],
      ...['\xff', '\xed\xa0\x80', '\xef\xbb\xbf', '\n', ...['あ', '👍', '\u2028'].map(asBytes)],
      '['.repeat(2_000),
    ],
    longest: 12_000,
    run: input => {
      const bytes = ofBytes(input)
      const checked = checkLine(bytes)
      if (checked instanceof Problem) {
        hold(
          checked.statusCode >= 400 && checked.statusCode < 500,
          `a problem of status ${checked.statusCode}`,
        )
        const said = serialised(checked, 'r-1')
        hold(!said.includes('\n') && JSON.parse(said).requestId === 'r-1', 'a problem that is no line')
      } else {
        hold(checked.text === JSON.parse(utf8.decode(bytes)).text, 'another text than was sent')
        hold(
          Object.keys(checked).every(field => fields.includes(field)),
          'a field that is none of ours',
        )
      }
      hold(!('admin' in {}) && Object.keys(Object.prototype).length === 0, 'prototypes are as they were')
    },
  }
}
