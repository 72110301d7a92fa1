/** What the shop sells. Prices are US cents. */
export interface Product {
  readonly id: string
  readonly name: string
  readonly notes: string
  readonly price: number
  /** The colour of its bag. */
  readonly colour: string
}

export const products: readonly Product[] = [
  {
    id: 'morning',
    name: 'Morning Ridge',
    notes: 'Hazelnut, cocoa, a slow sunrise',
    price: 4200,
    colour: '#b4532a',
  },
  { id: 'juniper', name: 'Juniper House', notes: 'Berries, cedar, honey', price: 4800, colour: '#2f5d50' },
  { id: 'night', name: 'Night Shift', notes: 'Dark chocolate, smoke, plum', price: 3900, colour: '#39405c' },
]

/** A customer of the shop; in a real one this is the user table. */
export interface ShopCustomer {
  readonly id: string
  /** The account's number: what the sign-up is called, since an order's reference should name nobody. */
  readonly account: string
  readonly name: string
  readonly email: string
}

/** The two that are there from the start. */
export const customers: readonly ShopCustomer[] = [
  { id: 'amy', account: 'A-1001', name: 'Amy Winters', email: 'amy@example.com' },
  { id: 'bo', account: 'A-1002', name: 'Bo Larsen', email: 'bo@example.com' },
]
