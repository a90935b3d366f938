import { hkdfSync } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'

/** What a browser keeps for us between two requests and can neither read nor change. */
export interface Seals {
  seal(content: Readonly<Record<string, string>>): Promise<string>
  /** Undefined for what is not ours, was changed, or is too old. */
  open(sealed: string): Promise<Readonly<Record<string, unknown>> | undefined>
}

/** The first secret seals and all open, so that a new one can be put in front. `seconds`: how long a seal holds. */
export function buildSeals(secrets: readonly string[], seconds: number): Seals {
  const keys = secrets.map(secret => new Uint8Array(hkdfSync('sha256', secret, '', 'sekisho sign-in', 32)))
  const [first] = keys
  if (first === undefined) throw new Error('there is no secret to seal with')
  return {
    seal: content =>
      new EncryptJWT({ ...content })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor(Date.now() / 1_000) + seconds)
        .encrypt(first),
    open: async sealed => {
      for (const key of keys) {
        const opened = await jwtDecrypt(sealed, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          requiredClaims: ['exp'],
        }).catch(() => undefined)
        if (opened) return opened.payload
      }
      return undefined
    },
  }
}
