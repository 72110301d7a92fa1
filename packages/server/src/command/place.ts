import { join } from 'node:path'
import type { StoreLocation } from '../store/store.ts'
import type { Terminal } from './output.ts'

/** Where a command finds the data: the folder, and the store in it or in `DATABASE_URL`. */
export function placeOf(
  folder: string | undefined,
  env: Terminal['env'],
): { readonly data: string; readonly file: string; readonly location: StoreLocation } {
  const data = folder ?? (env['GOODWORD_DATA'] || '.goodword')
  const file = join(data, 'goodword.db')
  const url = env['DATABASE_URL']
  return { data, file, location: url ? { url } : { file } }
}
