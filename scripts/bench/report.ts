import { parseArgs } from 'node:util'
import type { Kind } from './database.ts'

/** How a bench was called. */
export interface BenchOptions {
  /** The form that takes seconds. */
  readonly quick: boolean
  /** Whether a limit that is missed fails the process. */
  readonly check: boolean
  readonly kinds: readonly Kind[]
}

/** Reads `[--quick] [--check] [--store sqlite|postgres]`. */
export function readOptions(args: readonly string[] = process.argv.slice(2)): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      store: { type: 'string', multiple: true },
    },
  })
  const kinds = (values.store ?? ['sqlite', 'postgres']) as Kind[]
  for (const kind of kinds)
    if (kind !== 'sqlite' && kind !== 'postgres')
      throw new Error(`--store is "${kind as string}". Use sqlite or postgres.`)
  return { quick: values.quick, check: values.check, kinds }
}

/** Something that must hold, and whether it does. */
export interface Claim {
  readonly name: string
  readonly holds: boolean
  /** What was found. */
  readonly found: string
}

/** Prints what was claimed, and lets the process fail for what does not hold if it is there to check. */
export function printClaims(claims: readonly Claim[], check: boolean): void {
  for (const { name, holds, found } of claims) console.log(`${holds ? '✓' : '✗'} ${name}: ${found}`)
  if (check && claims.some(({ holds }) => !holds)) process.exitCode = 1
}

/** With thousands apart. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US')
