/**
 * A sorted set that knows how many items, and how much of their weight, come before each: every question costs the
 * logarithm of its size. A database's index, with sums.
 */
export interface Sorted<T> {
  readonly size: number
  /** Of all weights. */
  readonly sum: number
  /** The item must not be there yet. */
  add(item: T, weight?: number): void
  /** Whether it was there. */
  delete(item: T): boolean
  first(): T | undefined
  last(): T | undefined
  /** Counted from 0. */
  at(index: number): T | undefined
  /** How many come before it. */
  indexOf(item: T): number
  /** The first item with which the weights come to `threshold`. */
  crossing(threshold: number): T | undefined
  /** The weight of the first items, as far as they are `within`; it must hold for a prefix. */
  sumWhile(within: (item: T) => boolean): number
  [Symbol.iterator](): Iterator<T>
}

interface Node<T> {
  readonly item: T
  readonly weight: number
  /** A treap: no child's priority is above its parent's, which keeps it balanced. */
  readonly priority: number
  left: Node<T> | undefined
  right: Node<T> | undefined
  size: number
  sum: number
}

/** An empty set in the order of `compare`, which must tell any two items apart. */
export const createSorted = <T>(compare: (a: T, b: T) => number): Sorted<T> => new Treap(compare)

type Compare<T> = (a: T, b: T) => number

/** A class, since every friend of every referrer has several: methods of their own would weigh two kilobytes each. */
class Treap<T> implements Sorted<T> {
  readonly #compare: Compare<T>
  #root: Node<T> | undefined
  #dice = 0x9e3779b9

  constructor(compare: Compare<T>) {
    this.#compare = compare
  }
  get size(): number {
    return sizeOf(this.#root)
  }
  get sum(): number {
    return sumOf(this.#root)
  }
  add(item: T, weight = 0): void {
    let dice = this.#dice
    dice ^= dice << 13
    dice ^= dice >>> 17
    dice ^= dice << 5
    this.#dice = dice
    const node = { item, weight, priority: dice, left: undefined, right: undefined, size: 1, sum: weight }
    this.#root = insert(this.#root, node, this.#compare)
  }
  delete(item: T): boolean {
    if (!this.#root || !this.#find(item).found) return false
    this.#root = remove(this.#root, item, this.#compare)
    return true
  }
  first(): T | undefined {
    let node = this.#root
    while (node?.left) node = node.left
    return node?.item
  }
  last(): T | undefined {
    let node = this.#root
    while (node?.right) node = node.right
    return node?.item
  }
  at(index: number): T | undefined {
    let rest = index
    for (let node = this.#root; node;) {
      const before = sizeOf(node.left)
      if (rest === before) return node.item
      if (rest < before) node = node.left
      else {
        rest -= before + 1
        node = node.right
      }
    }
    return undefined
  }
  indexOf(item: T): number {
    return this.#find(item).index
  }
  crossing(threshold: number): T | undefined {
    let rest = threshold
    for (let node = this.#root; node;) {
      const before = sumOf(node.left)
      if (node.left && rest <= before) node = node.left
      else if (rest <= before + node.weight) return node.item
      else {
        rest -= before + node.weight
        node = node.right
      }
    }
    return undefined
  }
  sumWhile(within: (item: T) => boolean): number {
    let sum = 0
    for (let node = this.#root; node;) {
      const is = within(node.item)
      if (is) sum += sumOf(node.left) + node.weight
      node = is ? node.right : node.left
    }
    return sum
  }
  [Symbol.iterator](): Iterator<T> {
    return walk(this.#root)
  }
  /** Where an item is, or would be, and whether it is there. */
  #find(item: T): { readonly index: number; readonly found: boolean } {
    let index = 0
    for (let node = this.#root; node;) {
      const order = this.#compare(item, node.item)
      if (order === 0) return { index: index + sizeOf(node.left), found: true }
      if (order > 0) index += sizeOf(node.left) + 1
      node = order < 0 ? node.left : node.right
    }
    return { index, found: false }
  }
}

function insert<T>(node: Node<T> | undefined, fresh: Node<T>, compare: Compare<T>): Node<T> {
  if (!node) return fresh
  if (fresh.priority > node.priority) {
    ;[fresh.left, fresh.right] = split(node, fresh.item, compare)
    return measure(fresh)
  }
  if (compare(fresh.item, node.item) < 0) node.left = insert(node.left, fresh, compare)
  else node.right = insert(node.right, fresh, compare)
  return measure(node)
}

/** What comes before an item, and what after. */
function split<T>(
  node: Node<T> | undefined,
  item: T,
  compare: Compare<T>,
): [Node<T> | undefined, Node<T> | undefined] {
  if (!node) return [undefined, undefined]
  if (compare(item, node.item) < 0) {
    const [before, after] = split(node.left, item, compare)
    node.left = after
    return [before, measure(node)]
  }
  const [before, after] = split(node.right, item, compare)
  node.right = before
  return [measure(node), after]
}

function remove<T>(node: Node<T>, item: T, compare: Compare<T>): Node<T> | undefined {
  const order = compare(item, node.item)
  if (order === 0) return merge(node.left, node.right)
  if (order < 0) node.left = node.left && remove(node.left, item, compare)
  else node.right = node.right && remove(node.right, item, compare)
  return measure(node)
}

const sizeOf = <T>(node: Node<T> | undefined): number => node?.size ?? 0
const sumOf = <T>(node: Node<T> | undefined): number => node?.sum ?? 0

function measure<T>(node: Node<T>): Node<T> {
  node.size = sizeOf(node.left) + 1 + sizeOf(node.right)
  node.sum = sumOf(node.left) + node.weight + sumOf(node.right)
  return node
}

/** Two sets of which all of the first comes before all of the second. */
function merge<T>(first: Node<T> | undefined, second: Node<T> | undefined): Node<T> | undefined {
  if (!first || !second) return first ?? second
  if (first.priority > second.priority) {
    first.right = merge(first.right, second)
    return measure(first)
  }
  second.left = merge(first, second.left)
  return measure(second)
}

function* walk<T>(node: Node<T> | undefined): Generator<T> {
  if (!node) return
  yield* walk(node.left)
  yield node.item
  yield* walk(node.right)
}
