import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import { formatCsvLine } from './csv.ts'
import type { ExportedRow, ExportKind } from './export-kinds.ts'

/** Which rows to write, and how. */
export interface ExportOptions {
  readonly program: string
  /** Epoch milliseconds. @default everything */
  readonly since?: number
  readonly format: 'jsonl' | 'csv'
  /** Rows that are read at once. @default 1000 */
  readonly limit?: number
}

/** The lines of an export, one row each; CSV begins with its columns. Reads a page at a time, whatever there is. */
export async function* exportLines(
  db: Kysely<Tables>,
  kind: ExportKind,
  { program, since = 0, format, limit = 1000 }: ExportOptions,
): AsyncGenerator<string> {
  if (format === 'csv') yield formatCsvLine(kind.columns)
  for (let after = ''; ;) {
    const rows = await kind.page(db, program, { after, since, limit })
    for (const row of rows) yield formatRow(row, kind, format)
    if (rows.length < limit) return
    after = kind.place(rows.at(-1)!)
  }
}

/** Columns that hold JSON: values of their own in JSON lines, text in CSV. */
const json = new Set(['details', 'give', 'reason'])

function formatRow(row: ExportedRow, { columns }: ExportKind, format: 'jsonl' | 'csv'): string {
  if (format === 'csv') return formatCsvLine(columns.map((column) => row[column]))
  const entries = columns.flatMap((column) => {
    const value = row[column]
    if (value === null || value === undefined) return []
    return [[column, json.has(column) ? (JSON.parse(String(value)) as unknown) : value] as const]
  })
  return JSON.stringify(Object.fromEntries(entries))
}
