import { displayName, type Participant, type Standing } from '@goodword/adapters'

/** A line of the list; `isMine` is whoever looks at it. */
export interface Place extends Standing {
  readonly isMine: boolean
}

/** The list with one's own place in it, and one's own line for below it where it is not among them. */
export interface Places {
  readonly top: readonly Place[]
  readonly mine: Place | undefined
}

/** Finds one's own place: names are display names, so it takes name and rank. */
export function findPlaces(standings: readonly Standing[], me: Participant | undefined): Places {
  const name = displayName(me?.name)
  const rank = me?.stats?.rank
  const isMe = (standing: Standing): boolean =>
    name !== undefined && standing.name === name && (rank === undefined || standing.rank === rank)
  const found = standings.findIndex(isMe)
  const top = standings.map((standing, index) => ({ ...standing, isMine: index === found }))
  const isBelow = found < 0 && rank !== undefined
  return {
    top,
    mine: isBelow ? { rank, name: name ?? '', friends: me?.stats?.friends ?? 0, isMine: true } : undefined,
  }
}
