import { GoodwordError, type Program } from '@goodword/program'

/** Keys that the environment, or whoever starts the server, gives for one program; one or two of each. */
export interface GivenKeys {
  /** For the owner's server; never in a browser. */
  readonly secrets: readonly string[]
  /** What signs customers' identities: shared secrets (HS256), or public keys in PEM (EdDSA), which are better. */
  readonly identity: readonly string[]
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * `GOODWORD_SECRET_KEY` and `GOODWORD_IDENTITY_KEY`, with several programs each with `_SHOP` and the like; two keys are
 * set apart by a comma or a line. Throws `key-weak`, `key-ambiguous` or `key-unusable`.
 */
export function readGivenKeys(
  programs: readonly Pick<Program, 'id'>[],
  env: Env,
): Readonly<Record<string, GivenKeys>> {
  const read = (id: string): GivenKeys => ({
    secrets: readVariable(id, programs.length, env, 'GOODWORD_SECRET_KEY'),
    identity: readVariable(id, programs.length, env, 'GOODWORD_IDENTITY_KEY'),
  })
  return Object.fromEntries(programs.map(({ id }) => [id, read(id)]))
}

function readVariable(program: string, count: number, env: Env, variable: string): readonly string[] {
  const own = `${variable}_${program.toUpperCase().replaceAll('-', '_')}`
  if (count > 1 && env[variable] && !env[own])
    throw new GoodwordError(
      'key-ambiguous',
      `${variable} is set, but ${count} programs are served, and one key for all would open each with another's. Set ${own} and its like instead.`,
    )
  const name = env[own] ? own : variable
  const keys = splitKeys(env[name] ?? '')
  for (const key of keys) refuseUnusable(name, key)
  if (keys.length > 2)
    throw new GoodwordError(
      'key-unusable',
      `${name} has ${keys.length} keys. Give one, or two while one replaces the other.`,
    )
  return keys
}

const pem = /-----BEGIN [A-Z ]+-----[^-]*-----END [A-Z ]+-----/g

/** PEM blocks are one key each, whatever lines are in them; a `\n` that an env file wrote out is a line as well. */
function splitKeys(text: string): string[] {
  const blocks = text.replaceAll('\\n', '\n').match(pem)
  const rest = text.replaceAll('\\n', '\n').replace(pem, '')
  return [...(blocks ?? []), ...rest.split(/[,\n]/).map((key) => key.trim())].filter((key) => key !== '')
}

function refuseUnusable(name: string, key: string): void {
  if (key.startsWith('-----BEGIN')) {
    if (name.startsWith('GOODWORD_IDENTITY_KEY') && key.startsWith('-----BEGIN PUBLIC KEY-----')) return
    throw new GoodwordError(
      'key-unusable',
      `${name} is a PEM block that cannot be used here. Give an Ed25519 public key (BEGIN PUBLIC KEY) as GOODWORD_IDENTITY_KEY; its private half stays with the site.`,
    )
  }
  if (key.length < 24)
    throw new GoodwordError(
      'key-weak',
      `${name} has a key of ${key.length} characters. Use at least 24 random ones: openssl rand -hex 24`,
    )
}
