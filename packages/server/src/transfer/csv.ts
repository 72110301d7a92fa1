/** What a spreadsheet would run as a formula when it opens the file. */
const formula = /^[=+\-@\t\r\n]/

/**
 * One line of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers
 * stay as they are.
 */
export const formatCsvLine = (cells: readonly (string | number | null | undefined)[]): string =>
  cells.map(formatCell).join(',')

function formatCell(cell: string | number | null | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = formula.test(cell.trimStart()) || formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A record of a CSV file, and the line that it begins on. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** Reads CSV (RFC 4180) as it comes, in pieces of any size; quoted cells may hold line ends. */
export async function* parseCsv(pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let [cells, cell, line, begin]: [string[], string, number, number] = [[], '', 1, 1]
  let state: 'start' | 'plain' | 'quoted' | 'closing' = 'start'
  for await (const piece of pieces) {
    for (const letter of piece) {
      if (letter === '\n') line++
      if (state === 'quoted') {
        if (letter === '"') state = 'closing'
        else cell += letter
        continue
      }
      if (state === 'closing' && letter === '"') {
        cell += '"'
        state = 'quoted'
      } else if (letter === '"' && state === 'start') state = 'quoted'
      else if (letter === ',') {
        cells.push(cell)
        ;[cell, state] = ['', 'start']
      } else if (letter === '\n') {
        yield { line: begin, cells: [...cells, cell] }
        ;[cells, cell, state, begin] = [[], '', 'start', line]
      } else if (letter !== '\r') {
        cell += letter
        state = 'plain'
      }
    }
  }
  if (cells.length > 0 || cell !== '') yield { line: begin, cells: [...cells, cell] }
}
