import { sha256 } from './checksums.js'

/** What came out of a build, and what went in. */
export interface Build {
  readonly files: ReadonlyMap<string, Buffer>
  /** Of git, 40 hexadecimal digits. */
  readonly commit: string
  /** The address of the repository; absent where the checkout has none. */
  readonly source?: string | undefined
  /** Who built, as a URI that the receiver trusts or does not. */
  readonly builder: string
  readonly tools: Readonly<Record<string, string>>
  readonly packages: readonly ResourceDescriptor[]
  readonly startedOn: Date
  readonly finishedOn: Date
}

/** As in-toto has it: what a build used, by address and digest. */
interface ResourceDescriptor {
  readonly uri?: string
  readonly digest: Readonly<Record<string, string>>
}

/**
 * The statement that these files came from that commit: in-toto Statement v1 with SLSA Provenance v1 (slsa.dev/spec/v1.0/
 * provenance). It is not signed; who holds a key signs it (`cosign attest-blob --type slsaprovenance1`).
 */
export function provenance(build: Build) {
  const { files, commit, source, builder, tools, packages, startedOn, finishedOn } = build
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [...files].map(([name, content]) => ({ name, digest: { sha256: sha256(content) } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'urn:sekisho:release:v1',
        externalParameters: { command: 'npm ci && npm run release', commit },
        resolvedDependencies: [
          { ...(source !== undefined && { uri: `git+${source}@${commit}` }), digest: { gitCommit: commit } },
          ...packages,
        ],
      },
      runDetails: {
        builder: { id: builder, version: tools },
        metadata: { startedOn: startedOn.toISOString(), finishedOn: finishedOn.toISOString() },
      },
    },
  }
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>
}

/** Every package of the lockfile, those that build too: by its package URL, and the SHA-512 that npm holds it to, hex. */
export function resolvedPackages({ packages }: Lockfile): readonly ResourceDescriptor[] {
  return Object.entries(packages).flatMap(([path, { version, integrity }]) => {
    const name = path.split('node_modules/').at(-1)
    const [, hash] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? []
    if (name === undefined || version === undefined || hash === undefined) return []
    const uri = `pkg:npm/${name.replace('@', '%40')}@${version}`
    return [{ uri, digest: { sha512: Buffer.from(hash, 'base64').toString('hex') } }]
  })
}
