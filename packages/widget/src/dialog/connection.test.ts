import { expect, it } from 'vitest'
import { connectOnce } from './connection.ts'

const settings = { api: 'https://refer.example', program: 'shop', token: undefined, locale: 'en' }

it('makes one backend for all who ask while its code is on its way', async () => {
  const connect = connectOnce(() => ({ ...settings, nonce: undefined, tracker: undefined, words: undefined }))
  const [first, second] = await Promise.all([connect(), connect()])
  expect(second).toBe(first)
  expect(await connect()).toBe(first)
})
