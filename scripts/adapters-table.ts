import { readFileSync } from 'node:fs'
import type { Capability } from '../packages/adapters/src/capabilities.ts'
import { notOffered, type NotOffered } from '../packages/adapters/simulators/not-offered.ts'
import { vendors } from '../packages/server/src/command/vendors.ts'
import { root } from './steps.ts'

/** Adapters whose capabilities depend on a setting: the usual ones, and those that differ. */
const kinds: Readonly<
  Record<string, readonly [usual: keyof typeof notOffered, other: keyof typeof notOffered]>
> = {
  growsurf: ['growsurf-referral', 'growsurf-affiliate'],
}

/**
 * What `packages/adapters/README.md` says of each vendor: its settings by environment name, what it does not offer and what
 * happens instead, and what nobody has confirmed. A test holds the second to the adapters; the third is each adapter's own.
 */
export function adaptersTable(): string[] {
  const each = Object.entries(vendors).flatMap(([name, { title, settings }]) => [
    `### ${title}`,
    '',
    `\`--backend ${name}\`, [\`@goodword/adapters/${name}\`](src/${name}/README.md)`,
    '',
    '| setting | what it is |',
    '|---|---|',
    ...settings.map(
      ({ variable, about, isOptional }) => `| \`${variable}\` | ${isOptional ? 'optional: ' : ''}${about} |`,
    ),
    '',
    '| not offered | what happens instead |',
    '|---|---|',
    ...missing(name).map(([what, instead]) => `| ${what} | ${instead} |`),
    '',
    '| not confirmed against a live account | what is done |',
    '|---|---|',
    ...unconfirmed(name),
    '',
  ])
  const all = Object.entries(common).map(([what, instead]) => `| \`${what}\` | ${instead} |`)
  return ['### All of them', '', '| not offered | what happens instead |', '|---|---|', ...all, '', ...each]
}

/** What no adapter offers, for the same reason. */
const common: NotOffered = Object.fromEntries(
  Object.entries(notOffered.dub).filter(([capability, instead]) =>
    Object.values(notOffered).every((table) => table[capability as Capability] === instead),
  ),
)

function missing(name: string): [what: string, instead: string][] {
  const rows = (table: NotOffered, of = ''): [string, string][] =>
    Object.entries(table)
      .filter(([capability]) => !(capability in common))
      .map(([capability, instead]) => [`\`${capability}\`${of}`, instead])
  const kind = kinds[name]
  if (!kind) return rows(notOffered[name as keyof typeof notOffered])
  const [usual, other] = kind.map((one) => notOffered[one]) as [NotOffered, NotOffered]
  const more = Object.fromEntries(Object.entries(other).filter(([capability]) => !(capability in usual)))
  return [...rows(usual), ...rows(more, ', of an affiliate program')]
}

/** The rows of that table in the adapter's own README. */
function unconfirmed(name: string): string[] {
  const text = readFileSync(`${root}packages/adapters/src/${name}/README.md`, 'utf8')
  const [, section = ''] = text.split('## Not confirmed against a live account')
  const rows = section.split('\n').filter((line) => /^\| (?!-|what +\|)/.test(line))
  if (rows.length === 0) throw new Error(`The README of ${name} does not say what is not confirmed.`)
  return rows.map((row) => row.replaceAll(/ +\|/g, ' |'))
}

const place = /(<!-- adapters:.*?-->\n)[^]*?(<!-- \/adapters -->)/

/** `text` with the table in its place. */
export const withAdapters = (text: string): string =>
  text.replace(place, (_, open: string, close: string) => `${open}\n${adaptersTable().join('\n')}\n${close}`)
