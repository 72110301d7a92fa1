import { base64url } from 'jose'

/** Characters; ours have a few hundred. */
const longest = 8192
/** What a header may say. Nothing in a token tells us which key to trust: not `jwk`, `jku`, `x5u` or `x5c`. */
const headerNames: ReadonlySet<string> = new Set(['alg', 'typ', 'kid'])

/**
 * What is wrong with the outside of a token, before any key is tried: one that is huge, that brings a key of its own or
 * that two readers could read as two.
 */
export function findFlaw(token: string): string | undefined {
  if (token.length > longest) return `it is longer than ${longest} characters`
  const parts = token.split('.')
  if (parts.length !== 3 || !parts.every(isExact)) return 'it is no signed JWT'
  const [header, claims] = parts.slice(0, 2).map(readPart)
  if (!header || !claims) return 'its header or its claims are no JSON object'
  if (header.isTwofold || claims.isTwofold) return 'it says something twice'
  const strange = Object.keys(header.value).find((name) => !headerNames.has(name))
  if (strange !== undefined) return `its header has \`${strange.slice(0, 20)}\`, which nothing here reads`
  const { typ = 'JWT', kid = '' } = header.value
  if (typeof typ !== 'string' || !/^(application\/)?jwt$/i.test(typ)) return 'its `typ` is not JWT'
  return typeof kid === 'string' ? undefined : 'its `kid` is no text'
}

/** To the last bit of it: one signature is one token. */
function isExact(part: string): boolean {
  try {
    return part !== '' && base64url.encode(base64url.decode(part)) === part
  } catch {
    return false
  }
}

interface Part {
  readonly value: Readonly<Record<string, unknown>>
  /** Whether a name is in one object twice. */
  readonly isTwofold: boolean
}

function readPart(part: string): Part | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(base64url.decode(part))
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return { value: value as Part['value'], isTwofold: hasTwins(text) }
  } catch {
    return undefined
  }
}

/** Whether valid JSON has a name twice in one object; parsers take one of the two, and not all the same one. */
function hasTwins(json: string): boolean {
  const open: (Set<string> | undefined)[] = []
  for (const [token, name] of json.matchAll(/("(?:[^"\\]|\\.)*")(?=\s*:)|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (name !== undefined) {
      const names = open.at(-1)
      const plain = JSON.parse(name) as string
      if (names?.has(plain)) return true
      names?.add(plain)
    } else if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
  }
  return false
}
