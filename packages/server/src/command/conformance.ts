import {
  conformanceCases,
  conformanceProgram,
  countResults,
  describeResults,
  oneLine,
  runCases,
  type Cases,
  type Subject,
} from '@goodword/adapters/conformance'
import { httpBackend } from '@goodword/adapters/http'
import { GoodwordError } from '@goodword/program'
import type { ReferralBackend } from '@goodword/adapters'
import { parseArgs } from 'node:util'
import { usage, type Command } from './output.ts'

/** `goodword conformance`: whether an API keeps the rules of the contract. */
export const conformance: Command = {
  name: 'conformance',
  about: 'Tries an API against every rule of the contract',
  help: `goodword conformance URL [--key KEY] [--area NAME…] [--json]
goodword conformance --program

Tries what answers at URL (https://refer.example.com/v1/conformance) against every rule of the contract, and says what
passed, what failed and why, and what is not offered. It enrols people and reports orders: use a program for tests, the
one that --program prints. Exits with 1 when a rule is broken.

  --key KEY    the program's secret key (GOODWORD_SECRET_KEY)
  --area NAME  only the cases of this area, such as "orders"; as often as you like (all)
  --program    prints the program file that the rules are tried with
  --json       { "passed": …, "failed": …, "notOffered": …, "results": [ … ] }`,
  async run(args, { env, print, complain }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        area: { type: 'string', multiple: true },
        program: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    if (values.program) {
      print(JSON.stringify(conformanceProgram, undefined, 2))
      return 0
    }
    const at = readAddress(positionals[0])
    const cases = choose(values.area)
    const key = values.key ?? env['GOODWORD_SECRET_KEY']
    if (!key) throw usage('conformance needs the secret key: --key gw_sk_…, or GOODWORD_SECRET_KEY.')
    const backend = httpBackend({ ...at, key })
    const visitor = httpBackend(at)
    // An address where nothing is would fail every case, and so would a wrong key; one error says more.
    const view = await backend.program()
    await requireKey(backend)
    const isOther = view.url !== conformanceProgram.url || view.currency !== conformanceProgram.currency
    const subject: Subject = { backend, browser: (events) => visitor.record(events) }
    const results = await runCases(cases, () => subject)
    const told = results.map(({ error, ...result }) =>
      error === undefined ? result : { ...result, error: oneLine(error) },
    )
    const count = countResults(results)
    print(
      values.json ? JSON.stringify({ ...count, results: told }) : describeResults(results, backend.supports),
    )
    if (isOther && count.failed > 0)
      complain(
        `\nWhat answers at ${at.url} is "${view.name}", and not the program that the rules are tried with: some of these fail by that alone. Serve the one that \`goodword conformance --program\` prints, and try again.`,
      )
    return count.failed > 0 ? 1 : 0
  },
}

/** Everything is asked with the secret key, as the site's own server does. Throws what the API says to one that is wrong. */
async function requireKey(backend: ReferralBackend): Promise<void> {
  try {
    await backend.participant({ email: 'nobody@goodword.example' })
  } catch (error) {
    const code = error instanceof GoodwordError ? error.code : ''
    if (code.startsWith('key-')) throw error
    if (code === 'answer-invalid' || code === 'not-found')
      throw new GoodwordError(
        'routes-missing',
        `${(error as Error).message} The rules are tried as the site’s own server asks, with the secret key: they need GET admin/participant (and its /referrals, /rewards), POST admin/participants and POST admin/events besides the public routes.`,
        { cause: error },
      )
  }
}

/** Throws `usage`. */
function choose(areas: readonly string[] | undefined): Cases {
  const unknown = areas?.find((area) => !(area in conformanceCases))
  if (unknown === undefined)
    return Object.fromEntries(
      Object.entries(conformanceCases).filter(([area]) => areas === undefined || areas.includes(area)),
    )
  const known = Object.keys(conformanceCases).join(', ')
  throw usage(`--area is "${unknown}". Use one of these: ${known}.`)
}

/** Throws `usage`. */
function readAddress(text: string | undefined): { readonly url: string; readonly program: string } {
  const [, url, program] = /^(https?:\/\/.+?)\/v1\/([^/?#]+)\/?$/.exec(text ?? '') ?? []
  if (url && program) return { url, program: decodeURIComponent(program) }
  throw usage(
    `${text ? `"${text}" is no address of a program` : 'conformance needs an address'}. Use one such as https://refer.example.com/v1/shop.`,
  )
}
