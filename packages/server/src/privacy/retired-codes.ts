import { createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import { createCode } from '../backend/code.ts'
import type { Context } from '../backend/context.ts'
import type { Tables } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'

const purpose = 'retired-codes'

/** Keeps a code from being given again, without keeping the code. */
export async function retireCodes(
  tx: Write,
  { program, random }: Pick<Context, 'random'> & { readonly program: { readonly id: string } },
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return
  const fresh = Buffer.from(random(32)).toString('base64url')
  await tx
    .insertInto('gw_salts')
    .values({ program: program.id, purpose, salt: fresh })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const salt = await saltOf(tx, program.id)
  await tx
    .insertInto('gw_retired')
    .values(codes.map((code) => ({ program: program.id, digest: digestOf(salt ?? fresh, code) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Whether a code, in capitals, belonged to somebody who was erased: nobody gets it again. */
export async function isRetired(db: Kysely<Tables>, program: string, code: string): Promise<boolean> {
  const salt = await saltOf(db, program)
  if (salt === undefined) return false
  const found = await db
    .selectFrom('gw_retired')
    .select('digest')
    .where('program', '=', program)
    .where('digest', '=', digestOf(salt, code))
    .executeTakeFirst()
  return found !== undefined
}

/** A new code that was nobody's before. Taken ones are refused by their unique key. */
export async function unusedCode(
  tx: Write,
  { program, random }: Pick<Context, 'program' | 'random'>,
): Promise<string> {
  for (;;) {
    const code = createCode(random)
    if (!(await isRetired(tx, program.id, code))) return code
  }
}

async function saltOf(db: Kysely<Tables>, program: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('gw_salts')
    .select('salt')
    .where('program', '=', program)
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  return row?.salt
}

const digestOf = (salt: string, code: string): string =>
  createHmac('sha256', salt).update(code).digest('base64url')
