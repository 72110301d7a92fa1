import { parseCsv } from './csv.ts'

/** One line of a file to import: its number, and what it holds or why it cannot be read. */
export interface ImportLine {
  readonly line: number
  readonly fields?: Readonly<Record<string, unknown>>
  readonly problem?: string
}

/** Reads JSON lines or CSV with a first line of columns, as the text comes. */
export function readLines(
  pieces: AsyncIterable<string>,
  format: 'jsonl' | 'csv',
): AsyncGenerator<ImportLine> {
  return format === 'csv' ? readCsvLines(pieces) : readJsonLines(pieces)
}

async function* readCsvLines(pieces: AsyncIterable<string>): AsyncGenerator<ImportLine> {
  let columns: readonly string[] | undefined
  for await (const { line, cells } of parseCsv(pieces)) {
    if (columns === undefined) {
      columns = cells.map((cell) => cell.replace(/^\uFEFF/, '').trim())
      continue
    }
    if (cells.length === 1 && cells[0] === '') continue
    if (cells.length !== columns.length)
      yield {
        line,
        problem: `it has ${cells.length} cells for ${columns.length} columns. Check its commas and quotes.`,
      }
    else yield { line, fields: Object.fromEntries(columns.map((column, index) => [column, cells[index]])) }
  }
}

async function* readJsonLines(pieces: AsyncIterable<string>): AsyncGenerator<ImportLine> {
  let [rest, line] = ['', 0]
  for await (const piece of pieces) {
    const parts = `${rest}${piece}`.split('\n')
    rest = parts.pop()!
    for (const part of parts) yield* readJsonLine(part, ++line)
  }
  yield* readJsonLine(rest, ++line)
}

function* readJsonLine(text: string, line: number): Generator<ImportLine> {
  const bare = text.replace(/^\uFEFF/, '').trim()
  if (bare === '') return
  const fields = parseObject(bare)
  yield fields ? { line, fields } : { line, problem: 'it is no JSON object. Write one { … } to a line.' }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
