import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatCsvLine, parseCsv } from './csv.ts'

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size)
}
const parse = async (text: string, size = 7) => {
  const records = []
  for await (const { cells, line } of parseCsv(pieces(text, size))) records.push([line, ...cells])
  return records
}

it('reads back what it writes, in pieces of any size', async () => {
  const cell = fc.string({ maxLength: 12 }).filter((text) => !/^\s*[=+\-@\t\r\n]|\r/.test(text))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, fc.nat()), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      async (rows, size) => {
        const text = rows.map((row) => `${formatCsvLine(row)}\n`).join('')
        const read = await parse(text, size)
        expect(read.map(([, ...cells]) => cells)).toEqual(rows.map((row) => row.map(String)))
      },
    ),
  )
})

it('knows the line that a record begins on', async () => {
  expect(await parse('a,b\r\n"x\ny",2\n"q""q",3')).toEqual([
    [1, 'a', 'b'],
    [2, 'x\ny', '2'],
    [4, 'q"q', '3'],
  ])
})

it('lets no spreadsheet run a text as a formula', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =1', '\r=1', '=HYPERLINK("x")']) {
    const line = formatCsvLine([text])
    expect(line.replace(/^"/, '').startsWith("'")).toBe(true)
  }
  expect(formatCsvLine([-5, null, 'a=b', 'Amy'])).toBe('-5,,a=b,Amy')
})
