import { expect, it } from 'vitest'
import { inTime } from './deadline.ts'

it('waits for what is in time, whichever way it ends', async () => {
  await expect(inTime('Acme', Promise.resolve(7), 50)).resolves.toBe(7)
  await expect(inTime('Acme', Promise.reject(new Error('no')), 50)).rejects.toThrow('no')
})

it('gives up what is late, as something that may have been done', async () => {
  const never = new Promise<never>(() => {})
  await expect(inTime('Acme', never, 20)).rejects.toMatchObject({
    code: 'vendor-unavailable',
    message: expect.stringContaining('Acme') as string,
    cause: { inDoubt: true },
  })
})
