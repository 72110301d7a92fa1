import type { Context } from '../backend/context.ts'
import {
  createKey,
  listKeys,
  revokeKey,
  rotateKey,
  type KeyContext,
  type MadeKey,
  type SecretKey,
} from './key-book.ts'

/** The owner's tool for secret keys. `actor` is who asks: a key's id. */
export interface KeyTools {
  /** Newest first. */
  list(): Promise<SecretKey[]>
  /** Rejects with `keys-full` when two are live. */
  create(label: string, actor: string): Promise<MadeKey>
  /** The key that is live goes on for `grace` milliseconds. Rejects with `keys-full` when two are live. */
  rotate(label: string, grace: number, actor: string): Promise<MadeKey>
  /** Rejects with `key-unknown`. */
  revoke(id: string, actor: string): Promise<SecretKey>
}

/** Secret keys of the program that `context` is about. */
export function keyTools({ store, program, now, random }: Context): KeyTools {
  const as = (actor: string): KeyContext => ({ store, program: program.id, now, random, actor })
  return {
    list: () => listKeys(as('')),
    create: (label, actor) => createKey(as(actor), label),
    rotate: (label, grace, actor) => rotateKey(as(actor), label, grace),
    revoke: (id, actor) => revokeKey(as(actor), id),
  }
}
