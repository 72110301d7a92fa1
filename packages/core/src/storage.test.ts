import { expect, it } from 'vitest'
import { createStore } from './storage.ts'

const blocked = (localStorage: object) => createStore({ localStorage } as unknown as Window)
const deny = (): never => {
  throw new DOMException('denied', 'SecurityError')
}

it.each([
  ['a getter that throws', createStore(Object.defineProperty({}, 'localStorage', { get: deny }) as Window)],
  ['no storage at all', createStore({ localStorage: null } as unknown as Window)],
  ['methods that throw', blocked({ getItem: deny, setItem: deny, removeItem: deny })],
  ['a full disk', blocked({ getItem: () => null, setItem: deny, removeItem: () => undefined })],
])('keeps in memory behind %s', (_name, store) => {
  store.set('goodword:a', '1')
  store.set('goodword:b', '2')
  store.remove('goodword:b')
  expect(store.get('goodword:a')).toBe('1')
  expect(store.get('goodword:b') ?? undefined).toBeUndefined()
  expect(store.keys('goodword:')).toEqual(['goodword:a'])
})

it('leaves what belongs to the page alone', () => {
  localStorage.clear()
  localStorage.setItem('cart', '[]')
  const store = createStore(window)
  store.set('goodword:a', '1')
  expect(store.keys('goodword:')).toEqual(['goodword:a'])
  expect(localStorage.getItem('cart')).toBe('[]')
})
