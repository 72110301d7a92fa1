import { expect, it } from 'vitest'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import { accepted, createRecorder } from './recording.ts'

it('tells a slow vendor no more once it is too late, and goes on there when the batch comes again', async () => {
  const late = new AbortController()
  const told: string[] = []
  const record = createRecorder(
    vendorProgram,
    {
      async conversion({ order }) {
        told.push(order)
        if (order === 'order-2') late.abort()
        return accepted
      },
    },
    Date.now,
  )
  const batch = ['order-1', 'order-2', 'order-3'].map((order) => conversionOf(order, 'AMY'))
  await expect(record(batch, 'server', late.signal)).rejects.toThrow()
  expect(told).toEqual(['order-1', 'order-2'])
  const again = await record(batch, 'server', new AbortController().signal)
  expect(again.map(({ status }) => status)).toEqual(['duplicate', 'duplicate', 'accepted'])
  expect(told).toEqual(['order-1', 'order-2', 'order-3'])
})
