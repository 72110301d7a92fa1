// pnpm vendor-faults: a thousand orders to every vendor's simulator while a third of all requests fail, as a table of what
// it holds after that. Exit code 1 where an order is there twice, or is missing without having been told. `--orders N`
// sends so many, `--vendor NAME` tries one, `--seed N` another sequence of faults.
import { parseArgs } from 'node:util'
import { faultyVendors } from '../packages/adapters/simulators/faulty-vendors.ts'
import { isExact, sendUnderFaults, type FaultyVendor } from '../packages/adapters/simulators/under-faults.ts'

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '7' },
    vendor: { type: 'string' },
  },
})
const chosen: [string, FaultyVendor][] = Object.entries(faultyVendors).filter(
  ([name]) => values.vendor === undefined || name.startsWith(values.vendor),
)
if (chosen.length === 0) throw new Error(`No vendor is called "${values.vendor}".`)

const row = (...[name, ...cells]: readonly (string | number)[]): void =>
  console.log(String(name).padEnd(28) + cells.map((cell) => String(cell).padStart(10)).join(''))

row('', 'sent', 'requests', 'failed', 'held', 'twice', 'missing', 'in doubt', 'seconds')
for (const [, vendor] of chosen) {
  const begun = performance.now()
  const told = await sendUnderFaults(vendor, Number(values.orders), Number(values.seed))
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const { sent, requests, failed, held, twice, missing, doubted } = told
  row(vendor.name, sent, requests, failed, held, twice, missing, doubted, seconds)
  if (!isExact(vendor, told)) process.exitCode = 1
}
