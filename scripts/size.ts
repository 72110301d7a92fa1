// pnpm size: what a visitor's browser loads, in bytes after brotli, against the limits. Exit code 1 when one is passed.
import { adapterLimit, adapterLines, measureAdapters } from './adapter-sizes.ts'
import { measureSizes } from './sizes.ts'

const rows = await measureSizes()
const width = Math.max(...rows.map(({ what }) => what.length)) + 2
const cells = (values: readonly unknown[]) => values.map((value) => String(value).padStart(9)).join('')
console.log('bytes after brotli'.padEnd(width) + cells(['size', 'limit', 'aim', 'files']))
for (const { what, size, limit, aim, files } of rows) {
  console.log(
    what.padEnd(width) + cells([size, limit, aim, files]) + (size > limit ? '  over the limit' : ''),
  )
}

const adapters = await measureAdapters()
console.log(
  '\n' + 'adapters, on a server'.padEnd(width) + cells(['own', 'limit', 'whole *', 'lines', 'limit']),
)
for (const { vendor, own, whole, lines, others } of adapters) {
  const isLarge = own > adapterLimit || lines > adapterLines
  const wrong = [isLarge && 'over the limit', others.length > 0 && `brings ${others.join(', ')}`]
  console.log(
    vendor.padEnd(width) + cells([own, adapterLimit, whole, lines, adapterLines]),
    ...wrong.filter(Boolean),
  )
}
console.log(
  '* all that importing it brings, without ky: what vendors share, the program’s rules, the validator',
)
const isFine = adapters.every(
  ({ own, lines, others }) => own <= adapterLimit && lines <= adapterLines && others.length === 0,
)
process.exitCode = isFine && rows.every(({ size, limit }) => size <= limit) ? 0 : 1
