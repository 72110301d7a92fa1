import type { Customer } from '@goodword/program'
import { bulkInsert, bulkSelect, bulkUpdate } from '../store/bulk.ts'
import { together, Contention, type Write } from '../store/transaction.ts'
import { createId } from './code.ts'
import type { Context } from './context.ts'
import { chooseCustomer, emailKey, keysOfNew, learnable, type Claim, type Person } from './people.ts'

const untraced = { enrolled_at: null, address: null, device: null, traced_at: null }

/** The people whom a batch is about, as they are while it is worked through; written once at its end. */
export interface Crowd {
  get(id: string): Person | undefined
  /** Who a customer is; `undefined` for somebody new. */
  find(claim: Claim): Person | undefined
  /** Finds a customer, learns what is new about them, and makes them when there is nobody. */
  resolve(claim: Claim): Person
  /** Makes somebody without a name. */
  create(): Person
  /** Throws `Contention` when somebody else made one of them at the same time. */
  save(tx: Write): Promise<void>
}

const byCustomer = bulkSelect(
  { customer_id: 'text' },
  `select * from gw_people where program = :program and customer_id = :customer_id`,
)
const byEmail = bulkSelect(
  { email_key: 'text' },
  `select * from gw_people where program = :program and email_key = :email_key`,
)
const byId = bulkSelect({ id: 'text' }, `select * from gw_people where program = :program and id = :id`)

const facts = { id: 'text', customer_id: 'text', email_key: 'text', email: 'text', name: 'text' } as const
const adding = bulkInsert(
  'gw_people',
  { ...facts, created_at: 'bigint' },
  'on conflict do nothing returning id',
)
const changing = bulkUpdate(
  'gw_people',
  facts,
  'customer_id = :customer_id, email_key = :email_key, email = :email, name = :name',
  't.program = :program and t.id = :id',
)

/** What is there of some news. */
const definedOf = ({ customer_id, email_key, email, name }: ReturnType<typeof learnable>) => ({
  ...(customer_id !== undefined && { customer_id }),
  ...(email_key !== undefined && { email_key }),
  ...(email !== undefined && { email }),
  ...(name !== undefined && { name }),
})

/** Loads everybody whom these customers and keys may be. */
export async function gatherCrowd(
  tx: Write,
  context: Context,
  customers: readonly Customer[],
  ids: ReadonlySet<string>,
): Promise<Crowd> {
  const { store, program, now, random } = context
  const customerIds = new Set(customers.flatMap(({ id }) => id ?? []))
  const emails = new Set(customers.flatMap(({ email }) => (email === undefined ? [] : [emailKey(email)])))
  const ask = (bulk: typeof byId, rows: readonly object[]) => store.bulk<Person>(tx, bulk, program.id, rows)
  const found = await together(
    store,
    () =>
      ask(
        byCustomer,
        [...customerIds].map((customer_id) => ({ customer_id })),
      ),
    () =>
      ask(
        byEmail,
        [...emails].map((email_key) => ({ email_key })),
      ),
    () =>
      ask(
        byId,
        [...ids].map((id) => ({ id })),
      ),
  )

  const people = new Map<string, Person>()
  const ofCustomer = new Map<string, string>()
  const ofEmail = new Map<string, string>()
  const made = new Set<string>()
  const learned = new Set<string>()
  const put = (person: Person): Person => {
    people.set(person.id, person)
    if (person.customer_id !== null) ofCustomer.set(person.customer_id, person.id)
    if (person.email_key !== null) ofEmail.set(person.email_key, person.id)
    return person
  }
  for (const person of found.flat()) put(person)

  const choose = (claim: Claim) => {
    const { id, email } = claim.customer
    const known = id === undefined ? undefined : people.get(ofCustomer.get(id) ?? '')
    const mailed = email === undefined ? undefined : people.get(ofEmail.get(emailKey(email)) ?? '')
    return chooseCustomer(claim, known, mailed)
  }
  const create = (keys: Partial<Person> = {}): Person => {
    const blank = { customer_id: null, email_key: null, email: null, name: null, code: null, ...untraced }
    const id = createId('p', random)
    made.add(id)
    return put({ ...blank, program: program.id, id, created_at: now(), revision: 0, ...keys })
  }
  return {
    get: (id) => people.get(id),
    find: (claim) => choose(claim).person,
    resolve(claim) {
      const { person, mailed } = choose(claim)
      if (!person) return create(keysOfNew(claim, mailed))
      const news = learnable(person, mailed, claim)
      if (Object.keys(news).length === 0) return person
      if (!made.has(person.id)) learned.add(person.id)
      return put({ ...person, ...definedOf(news) })
    },
    create: () => create(),
    async save(tx) {
      const rowsOf = (ids: ReadonlySet<string>) => [...ids].map((id) => people.get(id)!)
      // By the keys that somebody else may be making at the same time.
      const key = ({ customer_id, email_key, id }: Person) => customer_id ?? email_key ?? id
      const fresh = rowsOf(made).toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
      const known = rowsOf(learned).toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const [added] = await together(
        store,
        () => store.bulk<{ id: string }>(tx, adding, program.id, fresh),
        () => store.bulk(tx, changing, program.id, known),
      )
      if (added.length < fresh.length) throw new Contention('Somebody else made the same person.')
    },
  }
}
