import { expect, it } from 'vitest'
import { openStore } from '../store/store.ts'
import { inventory } from './inventory.ts'

it('says of every column of every table what erasing does with it', async () => {
  const store = await openStore({ file: ':memory:' })
  const tables = (await store.db.introspection.getTables()).filter(({ name }) => name.startsWith('gw_'))
  await store.close()
  const unclassified = tables.flatMap(({ name, columns }) =>
    columns.flatMap((column) => (inventory[name]?.[column.name] ? [] : [`${name}.${column.name}`])),
  )
  expect(unclassified).toEqual([])
  expect(tables.length).toBeGreaterThan(10)
})
