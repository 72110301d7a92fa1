import { oldestEvent, type ReferralBackend } from '@goodword/adapters'
import { GoodwordError, type Program, type ReferralEvent } from '@goodword/program'
import type { ImportLine } from './import-lines.ts'
import { readRecord, type ImportRecord } from './import-records.ts'

/** How to import. */
export interface ImportOptions {
  /** What an order's line counts as when it does not say. */
  readonly conversion: string
  /** The first line to take, counted from 1. */
  readonly from: number
  /** Told of each line that was not taken, with what to do. */
  onProblem(line: number, problem: string): void
  /** Told after each batch: the last line that is stored. */
  onProgress(line: number): void
  /** Asked before each batch. */
  isStopped(): boolean
  /** @default Date.now */
  readonly now?: () => number
}

/** What an import did. */
export interface Imported {
  readonly customers: number
  readonly orders: number
  /** Orders that were known. */
  readonly known: number
  readonly bad: number
  /** The last line that is stored or was told of. */
  readonly line: number
  readonly stopped: boolean
}

type Numbered = ImportRecord & { readonly line: number }

const batchSize = 100

/**
 * Takes lines in through the backend's own doors, batch after batch: what it says of a line is on disk. To go on after
 * a stop, begin at the next line, or again at the first: nothing counts twice.
 */
export async function importLines(
  backend: ReferralBackend,
  program: Pick<Program, 'id'>,
  lines: AsyncIterable<ImportLine>,
  options: ImportOptions,
): Promise<Imported> {
  const done = { customers: 0, orders: 0, known: 0, bad: 0, line: options.from - 1, stopped: false }
  const tell = (line: number, problem: string) => {
    done.bad++
    options.onProblem(line, problem)
  }
  let batch: Numbered[] = []
  const flush = async (last: number) => {
    await importBatch(backend, batch, done, tell, options.now)
    batch = []
    done.line = last
    options.onProgress(last)
    // SQLite answers without a pause, in which a signal could be heard.
    await new Promise((resolve) => setImmediate(resolve))
  }
  let last = done.line
  for await (const { line, fields, problem } of lines) {
    if (line < options.from) continue
    if (batch.length >= batchSize) {
      await flush(last)
      if (options.isStopped()) return { ...done, stopped: true }
    }
    last = line
    if (fields === undefined) {
      tell(line, problem ?? 'it is empty.')
      continue
    }
    try {
      batch.push({ ...readRecord(fields, { program: program.id, ...options }), line })
    } catch (error) {
      tell(line, (error as Error).message)
    }
  }
  await flush(last)
  return done
}

async function importBatch(
  backend: ReferralBackend,
  batch: readonly Numbered[],
  done: { customers: number; orders: number; known: number },
  tell: (line: number, problem: string) => void,
  now: () => number = Date.now,
): Promise<void> {
  for (const record of batch) {
    if (record.kind !== 'customer') continue
    try {
      await backend.enrol(record.customer)
      done.customers++
    } catch (error) {
      if (!(error instanceof GoodwordError) || error.code !== 'customer-invalid') throw error
      tell(record.line, error.message)
    }
  }
  const orders = batch.filter((record) => record.kind === 'order')
  if (orders.length === 0) return
  const receipts = await backend.record(
    orders.map(({ event }) => settledLongAgo(event, now())),
    { source: 'server', past: true },
  )
  for (const [index, { status, reason, detail }] of receipts.entries()) {
    if (status === 'rejected') tell(orders[index]!.line, detail ?? reason ?? 'it was rejected.')
    else if (status === 'duplicate') done.known++
    else done.orders++
  }
}

/**
 * An order that no sender could report any more says who is a customer already. What it earned was given long ago: it
 * comes by nobody's code, so that it earns nothing here, and touches no contest that is over.
 */
function settledLongAgo(event: ReferralEvent, now: number): ReferralEvent {
  if (event.at >= now - oldestEvent) return event
  const { code: _, ...facts } = event
  return facts
}
