import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore } from '../store/store.ts'
import type { Command } from './output.ts'

/** `goodword migrate`: the tables brought up to date. */
export const migrate: Command = {
  name: 'migrate',
  about: 'Brings the database up to date, which serve does by itself',
  help: `goodword migrate [--data FOLDER] [--json]

Brings the tables up to date in DATABASE_URL, or in the file in the data folder.

  --data FOLDER   where the database is kept (GOODWORD_DATA, or .goodword)
  --json          { "migrated": […] }`,
  async run(args, { env, print }) {
    const { values } = parseArgs({
      args: [...args],
      options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const url = env['DATABASE_URL']
    const data = values.data ?? (env['GOODWORD_DATA'] || '.goodword')
    const store = await openStore(url ? { url } : { file: join(data, 'goodword.db') })
    await store.close()
    const { migrated } = store
    const sentence = migrated.length > 0 ? `Ran ${migrated.join(', ')}.` : 'The database was up to date.'
    print(values.json ? JSON.stringify({ migrated }) : sentence)
    return 0
  },
}
