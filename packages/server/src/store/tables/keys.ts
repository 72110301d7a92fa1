/** Secret keys, as digests: whoever reads the table has none of them. */
export interface KeysTable {
  readonly program: string
  readonly id: string
  /** `made` by us; `given` by the environment. */
  readonly kind: 'made' | 'given'
  /** SHA-256 of the key, in hex; with 256 random bits in it, a slow hash would protect nothing more. */
  readonly hash: string
  readonly label: string
  /** 1 or 2 while the key holds its place, else `null`: that it is unique is what keeps a program at two. */
  readonly slot: number | null
  readonly created_at: number
  readonly expires_at: number | null
  readonly revoked_at: number | null
  /** To the hour. */
  readonly last_used_at: number | null
}
