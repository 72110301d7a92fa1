import type { Customer } from '@goodword/program'

/** Anyone the backend knows: participant, friend, or an anonymous visitor. */
export interface Person {
  readonly id: string
  customer?: string
  email?: string
  name?: string
  code?: string
}

/** Who is who: one person for a customer id, an e-mail and the browsers they came by. */
export interface People {
  /** The person an event is about; made when there is none. */
  resolve(customer: Customer | undefined, visitor: string | undefined): Person
  find(by: { customer?: string; email?: string; code?: string }): Person | undefined
  get(id: string): Person | undefined
  /** The first one is the one that they show. */
  setCode(person: Person, code: string): void
  readonly codes: ReadonlyMap<string, string>
}

/** An e-mail as a key. */
export const emailKey = (email: string): string => email.trim().toLowerCase()

export function createPeople(newId: () => string): People {
  const byId = new Map<string, Person>()
  const byCustomer = new Map<string, Person>()
  const byEmail = new Map<string, Person>()
  const byVisitor = new Map<string, Person>()
  const codes = new Map<string, string>()

  function create(): Person {
    const person: Person = { id: newId() }
    byId.set(person.id, person)
    return person
  }
  function learn(person: Person, { id, email, name }: Customer): void {
    if (id !== undefined && person.customer === undefined) {
      person.customer = id
      byCustomer.set(id, person)
    }
    if (email !== undefined && person.email === undefined && !byEmail.has(emailKey(email))) {
      person.email = email
      byEmail.set(emailKey(email), person)
    }
    if (name) person.name = name
  }
  /** An id is the owner's word and wins; an e-mail that already has another id is somebody else's. */
  function findCustomer({ id, email }: Customer): Person | undefined {
    const known = id === undefined ? undefined : byCustomer.get(id)
    if (known) return known
    const mailed = email === undefined ? undefined : byEmail.get(emailKey(email))
    return mailed && (id === undefined || mailed.customer === undefined) ? mailed : undefined
  }

  return {
    resolve(customer, visitor) {
      const seen = visitor === undefined ? undefined : byVisitor.get(visitor)
      const isAnonymous = seen && seen.customer === undefined && seen.email === undefined
      const person = customer ? (findCustomer(customer) ?? (isAnonymous ? seen : undefined)) : seen
      const found = person ?? create()
      if (customer) learn(found, customer)
      if (visitor !== undefined && !seen) byVisitor.set(visitor, found)
      return found
    },
    find({ customer, email, code }) {
      if (customer !== undefined) return byCustomer.get(customer)
      if (email !== undefined) return byEmail.get(emailKey(email))
      return byId.get(codes.get(code ?? '') ?? '')
    },
    get: (id) => byId.get(id),
    setCode(person, code) {
      person.code ??= code
      codes.set(code, person.id)
    },
    codes,
  }
}
