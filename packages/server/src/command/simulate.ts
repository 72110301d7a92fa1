import type { Summary } from '@goodword/adapters'
import { GoodwordError, type Program } from '@goodword/program'
import {
  formatForecast,
  formatRates,
  gatherRates,
  parseRates,
  ratesFromCounts,
  simulateProgram,
  toForecast,
  type GatheredRates,
  type RatesFile,
} from '@goodword/program/forecast'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore } from '../store/store.ts'
import { describeProblems } from './check.ts'
import { usage, type Command, type Terminal } from './output.ts'
import { loadJson, loadProgram } from './program-file.ts'

/** `goodword simulate`: what a program may bring and cost, before it is tried. */
export const simulate: Command = {
  name: 'simulate',
  about: 'Forecasts what a program brings and costs',
  help: `goodword simulate FILE --customers N [--seed S] [--months M] [--runs R] [--rates FILE] [--from-store] [--json]

Plays a program through many times, each time with other rates from what is believed of them, and says what to
expect: growth, K, cost, cost per lead and per new customer, return, and what is promised and not yet given.
90 % of the runs lie between low and high. The same seed gives the same numbers.

  --customers N   customers at the start (with --from-store, as many as it has)
  --seed S        a whole number that chance comes from (1)
  --months M      how many months, 1 to 120 (12)
  --runs R        how many runs, 20 to 10000 (200)
  --rates FILE    a JSON file with what you know: { "shareRate": 0.08, "orderValue": { "low": 2500, "likely": 3000,
                  "high": 4000 }, "unitCosts": { "free-bag": 400 } }; also clicksPerShare, conversionRate or
                  siteConversionRate, refundRate, churnRate, ordersPerYear and holdDays
  --from-store    takes from the program's own database what can be seen there; the file's word wins
  --data FOLDER   where the database is kept (GOODWORD_DATA, or .goodword); DATABASE_URL wins
  --json          one JSON object, with the rates and where each is from

What neither file nor store knows is what a vendor publishes of its customers, or assumed; the output says which.

Example: goodword simulate program.json --customers 10000 --seed 7 --rates rates.json`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        customers: { type: 'string' },
        seed: { type: 'string', default: '1' },
        months: { type: 'string', default: '12' },
        runs: { type: 'string', default: '200' },
        rates: { type: 'string' },
        'from-store': { type: 'boolean', default: false },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0)
      throw usage('simulate needs one program file: goodword simulate program.json --customers 10000')
    if (values.customers === undefined && !values['from-store'])
      throw usage('simulate needs to know how many customers there are: --customers 10000')
    const given =
      values.customers === undefined ? undefined : readWhole(values.customers, '--customers', 0, 1e9)
    const seed = readWhole(values.seed, '--seed', 0, Number.MAX_SAFE_INTEGER)
    const months = readWhole(values.months, '--months', 1, 120)
    const runs = readWhole(values.runs, '--runs', 20, 10_000)

    const program = await explaining(file, terminal, () => loadProgram(file))
    const told =
      program && (await explaining(values.rates ?? '', terminal, () => readRates(values.rates, program)))
    if (!told) return 1
    const summary = values['from-store']
      ? await summaryOf(program, values.data ?? (terminal.env['GOODWORD_DATA'] || '.goodword'), terminal.env)
      : undefined
    const customers = given ?? summary?.customers
    if (customers === undefined || (customers === 0 && given === undefined))
      throw usage('The store knows no customers yet. Say how many there are: --customers 10000')
    const gathered = gatherRates(program.currency, {
      file: told.rates,
      store: summary && ratesFromSummary(summary),
      siteConversionRate: told.siteConversionRate,
    })
    const forecast = await explaining('This forecast', terminal, () =>
      simulateProgram({
        program: toForecast(program, told),
        customers,
        seed,
        months,
        runs,
        rates: gathered.rates,
      }),
    )
    if (!forecast) return 1
    terminal.print(
      values.json
        ? JSON.stringify({ ...forecast, rates: withSources(gathered) })
        : `${formatForecast(forecast)}\n\n${formatRates(gathered, program.currency)}`,
    )
    return 0
  },
}

/** Does it, or tells every problem with its path, what is there and what to write. */
async function explaining<T>(
  what: string,
  terminal: Terminal,
  work: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof GoodwordError) || error.problems.length === 0) throw error
    terminal.complain(describeProblems(what, error.problems))
    return undefined
  }
}

async function readRates(file: string | undefined, program: Program): Promise<RatesFile> {
  return file === undefined ? { rates: {}, unitCosts: {} } : parseRates(await loadJson(file), program)
}

async function summaryOf(program: Program, data: string, env: Terminal['env']): Promise<Summary> {
  const url = env['DATABASE_URL']
  const file = join(data, 'goodword.db')
  if (!url && !existsSync(file))
    throw new GoodwordError(
      'store-missing',
      `There is no database at "${file}". Name its folder with --data, or set DATABASE_URL.`,
    )
  const store = await openStore(url ? { url } : { file })
  try {
    return await sqlBackend({ store, program }).summary()
  } finally {
    await store.close()
  }
}

/** What the store has counted: clicks, who ordered, and its newest orders. Who saw the offer, it does not know. */
const ratesFromSummary = ({ visits, shares, referred, conversions }: Summary) =>
  ratesFromCounts({
    shares,
    clicks: visits,
    converted: referred,
    orders: conversions
      .filter(({ state }) => state !== 'held')
      .map(({ money, state }) => ({ amount: money?.amount, refunded: state === 'refunded' })),
  })

const withSources = ({ rates, sources }: GatheredRates): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(rates).map(([name, rate]) => [
      name,
      {
        ...(typeof rate === 'number' ? { low: rate, likely: rate, high: rate } : rate),
        source: sources[name as keyof typeof sources],
      },
    ]),
  )

function readWhole(text: string, from: string, min: number, max: number): number {
  const number = Number(text)
  if (/^\d{1,16}$/.test(text) && number >= min && number <= max) return number
  throw usage(`${from} is "${text}". Use a whole number from ${min} to ${max}.`)
}
