import { codeAlphabet } from '../backend/code.ts'

/** What people write for the one sign of each group that codes of ours have. */
const ours: Readonly<Record<string, string>> = {
  '0': 'D',
  O: 'D',
  Q: 'D',
  '2': 'Z',
  S: '5',
  '8': 'B',
  '6': 'G',
  E: '3',
  A: '4',
  U: 'V',
}

/** What looks alike in a code that somebody chose, by the sign that stands for its group. */
const alike: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  I: '1',
  L: '1',
  Z: '2',
  E: '3',
  A: '4',
  S: '5',
  G: '6',
  B: '8',
  U: 'V',
}

const made = new RegExp(`^[${codeAlphabet}]{9}$`)
/** Codes of the first releases. */
const madeBefore = /^[26789BCDFGHJKMNPQRTVWXYZ]{8}$/

/** Whether a code, in capitals, is one of those that chance writes; nobody may choose such a one. */
export const isMade = (code: string): boolean => made.test(code) || madeBefore.test(code)

/** As it is kept: in capitals, without accents, spaces and whatever else is around it. */
export function plainCode(typed: string): string {
  return typed
    .slice(0, 200)
    .normalize('NFKD')
    .replaceAll(/\p{M}|\s/gu, '')
    .replaceAll(/\p{Dash_Punctuation}/gu, '-')
    .toUpperCase()
}

/** A typed code as one of ours: `O` for `D` and the like are put right. `undefined` when it cannot be one. */
export function asMade(typed: string): string | undefined {
  const text = plainCode(typed).replaceAll(/[^A-Z0-9]/g, '')
  if (text.length !== 9) return undefined
  const right = text.replaceAll(/[0OQ2S86EAU]/g, (sign) => ours[sign]!)
  return made.test(right) ? right : undefined
}

/** What a chosen code looks like: two that look alike have the same one. Hyphens do not count. */
export function skeletonOf(code: string): string {
  return plainCode(code)
    .replaceAll(/[^A-Z0-9]/g, '')
    .replaceAll('RN', 'M')
    .replaceAll('VV', 'W')
    .replaceAll(/[OQILZEASGBU]/g, (sign) => alike[sign]!)
}
