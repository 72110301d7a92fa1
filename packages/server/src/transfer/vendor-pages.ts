import type { Page, PageQuery, VendorBackend, VendorPerson } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { patiently } from './patience.ts'

/** Whom to ask, and how to wait. */
interface Source {
  readonly name: string
  readonly vendor: VendorBackend
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** A page of people. */
interface People {
  readonly items: readonly VendorPerson[]
  readonly next?: string
}

/**
 * Everybody at the vendor's, page by page, from `cursor` on, each of them once. Rejects with `unsupported` where it lists
 * nobody.
 */
export async function* pagesOfPeople(source: Source, cursor: string | undefined): AsyncGenerator<People> {
  const { vendor, name } = source
  if (!vendor.people)
    throw new GoodwordError(
      'unsupported',
      `${name} lists nobody by its API. Export a file there, and import that.`,
    )
  let next = cursor
  // Who joins while a list is read, newest first, moves the last of a page to the next one.
  const known = new Set<string>()
  do {
    const at = next
    const page = await patiently(source, () => vendor.people!(at))
    yield { ...page, items: page.items.filter(({ id }) => !known.has(id) && known.add(id)) }
    next = page.items.length > 0 && page.next !== at ? page.next : undefined
  } while (next !== undefined)
}

/** A list of the vendor's, whatever its pages. */
export async function* itemsOf<T>(
  source: Source,
  fetchPage: (page: PageQuery) => Promise<Page<T>>,
): AsyncGenerator<T> {
  let cursor: string | undefined
  do {
    const query: PageQuery = { limit: 100, ...(cursor !== undefined && { cursor }) }
    const page: Page<T> = await patiently(source, () => fetchPage(query))
    yield* page.items
    cursor = page.next === cursor ? undefined : page.next
  } while (cursor !== undefined)
}

/**
 * Somebody's code. Where the list has none, and asking for it would enrol them, only those are asked for who brought
 * somebody, and so are enrolled.
 */
export async function codeOf(source: Source, person: VendorPerson): Promise<string | undefined> {
  const { vendor } = source
  const { code, email } = person
  if (code !== undefined || vendor.supports.has('lookup.byCode') || !vendor.supports.has('referrals'))
    return code
  const { items } = await patiently(source, () => vendor.referrals({ email }, { limit: 1 }))
  if (items.length === 0) return undefined
  return (await patiently(source, () => vendor.participant({ email })))?.code
}
