import type { DatabaseSync } from 'node:sqlite'

/** One thing that Citus refuses, or that would make it ask every machine. */
export interface Refusal {
  readonly statement: string
  readonly why: string
}

const table = /"?\b(gw_\w+)"?/g
/** `gw_migrations` is the same on every machine; it has no program. */
const isReference = (name: string): boolean => name === 'gw_migrations'

/**
 * What is wrong with a statement on tables that are distributed by `program`: each table that it names must be held to one
 * program, by a comparison of its own or by its join.
 */
export function refusals(statement: string): Refusal[] {
  const text = statement.replaceAll(/\s+/g, ' ').trim()
  const found: Refusal[] = []
  const refuse = (why: string) => void found.push({ statement: text.slice(0, 300), why })
  if (!/^(with|select|insert|update|delete)\b/i.test(text)) return found
  if (/\bskip locked\b/i.test(text)) refuse('SKIP LOCKED')
  if (/\bnextval\b/i.test(text)) refuse('a sequence')

  const [target, conflict] = [
    /\binsert into "?(gw_\w+)"?[^(]*\(([^)]*)\)/i.exec(text),
    /on conflict \(([^)]*)\)/i.exec(text),
  ]
  if (
    target &&
    !isReference(target[1]!) &&
    !/^ *"?program"?/.test(target[2]!) &&
    !/"?\bprogram\b"?/.test(target[2]!)
  )
    refuse(`rows of ${target[1]} without a program`)
  if (conflict && target && !isReference(target[1]!) && !/^ *"?program"?/.test(conflict[1]!))
    refuse(`a conflict on ${conflict[1]}, which does not begin with program`)
  const change =
    /(?:\bupdate "?gw_\w+"?(?: as "?\w+"?)? set|do update set) (.*?)(?: where | returning |$)/i.exec(text)
  if (change && /(?:^|, *)"?program"? *=/i.test(change[1]!)) refuse('the distribution column changed')

  // Each read or changed table needs a comparison; what is inserted into has its own program.
  const reads = [...text.matchAll(/\b(?:from|join|update|using)\s+"?(gw_\w+)"?/gi)].filter(
    ([whole, name]) => !isReference(name!) && !/^update set/i.test(whole),
  )
  const compared = [...text.matchAll(/"?\bprogram"? *= *(?!excluded)/gi)].length
  if (reads.length > compared)
    refuse(
      `${reads.length} tables (${reads.map(([, name]) => name).join(', ')}) and ${compared} comparisons of program`,
    )
  if (/"?\bprogram"? +(not +)?in\b|"?\bprogram"? *(<>|!=|>|<)/i.test(text))
    refuse('more than one program at once')
  return found
}

/** The statements that are written out in a source file; what is filled in becomes a parameter. */
export function statementsIn(source: string): string[] {
  const literals = source.matchAll(/`((?:[^`\\]|\\.)*)`|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g)
  return [...literals]
    .map(([, template, single, double]) =>
      (template ?? single ?? double ?? '').replaceAll(/\$\{[^}]*\}/g, '?').trim(),
    )
    .filter((text) => /^(with|select|insert|update|delete)\s/i.test(text) && table.test(text))
}

/** What is wrong with the tables of a database. */
export function refusedTables(db: DatabaseSync): string[] {
  const names = db
    .prepare("select name from sqlite_master where type = 'table' and name like 'gw\\_%' escape '\\'")
    .all()
  return names
    .map(({ name }) => String(name))
    .filter((name) => !isReference(name))
    .flatMap((name) => refusedTable(db, name))
}

function refusedTable(db: DatabaseSync, name: string): string[] {
  const columns = db.prepare(`pragma table_info("${name}")`).all()
  if (!columns.some((column) => column['name'] === 'program')) return [`${name} has no program`]
  const found: string[] = []
  const [key] = columns.filter(({ pk }) => pk === 1)
  if (key?.['name'] !== 'program') found.push(`the key of ${name} begins with ${String(key?.['name'])}`)
  for (const index of db.prepare(`pragma index_list("${name}")`).all()) {
    const [first] = db.prepare(`pragma index_info("${String(index['name'])}")`).all()
    if (first?.['name'] !== 'program')
      found.push(`an index of ${name} begins with ${String(first?.['name'])}`)
  }
  for (const reference of db.prepare(`pragma foreign_key_list("${name}")`).all())
    found.push(`${name} refers to ${String(reference['table'])}`)
  return found
}

/** The queries that a source file builds by calls, each from its first to its last. */
export function chainsIn(source: string): string[] {
  const starts = source.matchAll(/\.(?:selectFrom|updateTable|deleteFrom)\('gw_\w+/g)
  return [...starts].map(({ index }) => source.slice(index, endOfChain(source, index)))
}

/** Where a chain of calls ends: where the brackets around it close, or a line that does not go on with a dot. */
function endOfChain(source: string, start: number): number {
  let depth = 0
  for (let at = start; at < source.length; at++) {
    const letter = source[at]!
    if ('([{'.includes(letter)) depth++
    if (')]}'.includes(letter) && --depth < 0) return at
    if (depth === 0 && (letter === ',' || letter === ';')) return at
    if (depth === 0 && letter === '\n' && !/^\s*\./.test(source.slice(at))) return at
  }
  return source.length
}
