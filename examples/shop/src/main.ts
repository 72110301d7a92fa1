// npm start: the shop, the API and the owner's page on one port. PORT and GOODWORD_DATA choose where.
import { GoodwordError } from '@goodword/program'
import { startShop } from './start.ts'

const port = Number(process.env['PORT'] || 4321)
const data = process.env['GOODWORD_DATA'] || '.goodword'

try {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new GoodwordError(
      'port-invalid',
      `PORT is "${process.env['PORT']}". Use a whole number from 1 to 65535.`,
    )
  }
  const shop = await startShop({ port, data })
  console.log(`
  The shop          ${shop.url}/
  The owner's page  ${await shop.ownerLink()}
  The API           ${shop.url}/v1/shop

  Everything is kept in ${data}/. Ctrl-C stops it.
`)
  let closing: Promise<void> | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void (closing ??= shop.close()))
  }
} catch (error) {
  if (!(error instanceof GoodwordError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
