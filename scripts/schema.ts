// Writes packages/program/program.schema.json, which editors complete program files with:  pnpm schema
import { writeFileSync } from 'node:fs'
import { programJsonSchemaText } from '../packages/program/src/check/json-schema.ts'

writeFileSync(new URL('../packages/program/program.schema.json', import.meta.url), programJsonSchemaText())
