/** What the clock does, and what is handed out to everybody together. */
export interface ClockTables {
  readonly gw_leases: LeasesTable
  readonly gw_cursors: CursorsTable
  readonly gw_totals: TotalsTable
  readonly gw_lines: LinesTable
  readonly gw_seeds: SeedsTable
  readonly gw_entries: EntriesTable
  readonly gw_places: PlacesTable
}

/** Who runs a job, and until when nobody else does. */
export interface LeasesTable {
  readonly program: string
  readonly job: string
  /** The server that has it; empty when nobody does. */
  readonly holder: string
  readonly until: number
  /** When a run last ended. */
  readonly ran_at: number | null
}

/** How far a job has come, by a time of its own. */
export interface CursorsTable {
  readonly program: string
  readonly name: string
  readonly at: number
}

/** What a limit in total has handed out: its row is the lock of all lines of its incentive. */
export interface TotalsTable {
  readonly program: string
  readonly incentive: string
  /** The last batch that was handed out. */
  readonly sequence: number
  /** Rewards with a place that stand, and what they come to before the limit. */
  readonly places: number
  readonly money: number
  readonly revision: number
}

/** Every reward that came as far as a limit in total. */
export interface LinesTable {
  readonly program: string
  readonly incentive: string
  /** As in `gw_rewards`. */
  readonly reward: string
  readonly participant: string
  readonly occurrence: string
  /** 1 while it is in line; 0 for one with a place that it has left, for now. */
  readonly stands: number
  readonly given: number
  /** The batch in which it got its place. */
  readonly sequence: number | null
  readonly line: number
  readonly line_id: string
  readonly earned: number
  readonly confirmed: number
  /** What comes to the limit, and what the limit leaves of it. */
  readonly amount: number | null
  readonly kept: number | null
  /** 1 when it has a share. */
  readonly is_in: number
  /** 1 when it has a place and less than all of its amount: these are the end of the line. */
  readonly odd: number
  /** What was given of it, where more was given than is due. */
  readonly granted: number | null
  /** 1 while `gw_rewards` does not say yet what this row does. */
  readonly stale: number
  /** The reward without the limit, as JSON. */
  readonly body: string
}

/** The secret of each draw, from its period's beginning. */
export interface SeedsTable {
  readonly program: string
  readonly incentive: string
  readonly period: string
  readonly seed: string
  readonly made_at: number
}

/** Everybody's entries for a draw that was held. */
export interface EntriesTable {
  readonly program: string
  readonly incentive: string
  readonly period: string
  readonly participant: string
  readonly entries: number
}

/** Who has won which contest: where to look for the rows that say so. */
export interface PlacesTable {
  readonly program: string
  readonly person: string
  readonly incentive: string
  readonly period: string
}
