import { linesOf } from '../../../src/http/ndjson.js'
import { asBytes, hold, ofBytes, type Target } from '../target.js'

const LIMITS = { longest: 48, most: 4 }
const NEWLINE = 0x0a

/** The reader of lines: the same lines however the bytes are cut, none lost, limits held. */
export function load(): Target {
  return {
    name: 'ndjson',
    seeds: [asBytes('{"text":"LINE"}\n\n{"text":"あ"}\r\n'), 'a'.repeat(LIMITS.longest + 1), '\n'.repeat(9)],
    pieces: [
      ...[
        '\n',
        '\r\n',
        '\n\n',
        '{"text":"',
        '"}',
        '\\n',
        '\0',
        ' ',
        '\xff',
        '\xc3',
        '\xed\xa0\x80',
        '\xf0\x9f',
      ],
      ...['あ', '👍', '\ufeff', '\u2028', '\u0085'].map(asBytes),
      ...['a'.repeat(LIMITS.longest - 1), 'a'.repeat(LIMITS.longest), 'a'.repeat(LIMITS.longest + 1)],
    ],
    longest: 2_000,
    run: async input => {
      const bytes = ofBytes(input)
      const wanted = JSON.stringify(linesAtOnce(bytes))
      for (const size of [1, 2, 7, 48, 64, bytes.length + 1]) {
        const lines: (string | undefined)[] = []
        for await (const group of linesOf(cut(bytes, size), LIMITS)) {
          hold(group.length > 0 && group.length <= LIMITS.most, `${group.length} lines together`)
          lines.push(...group.map(line => line && Buffer.from(line).toString('latin1')))
        }
        hold(JSON.stringify(lines) === wanted, `other lines when cut into ${size} bytes`)
      }
    },
  }
}

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** The plain way, all in memory. */
function linesAtOnce(bytes: Buffer): (string | undefined)[] {
  const lines: Buffer[] = []
  let from = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte !== NEWLINE) continue
    lines.push(bytes.subarray(from, at))
    from = at + 1
  }
  return [...lines, bytes.subarray(from)]
    .filter(line => line.length > 0)
    .map(line => (line.length > LIMITS.longest ? undefined : line.toString('latin1')))
}
