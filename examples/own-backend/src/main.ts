// node --conditions=source src/main.ts [PROGRAM.json]: the backend on http://localhost:4400, over own.db in this folder.
import { parseProgram } from '@goodword/program'
import { smallShop } from '@goodword/program/presets'
import { nodeListener } from '@goodword/server'
import { createHandler } from '@goodword/server/handler'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { ownBackend } from './backend.ts'

const file = process.argv[2]
const program = parseProgram(file ? JSON.parse(readFileSync(file, 'utf8')) : smallShop)
const { GOODWORD_SECRET_KEY: secret = '', GOODWORD_IDENTITY_KEY: identity = '' } = process.env
const handler = createHandler(ownBackend(new DatabaseSync('own.db'), program), {
  access: () => ({
    secretKeys: secret ? [secret] : [],
    identityKeys: identity ? [identity] : [],
  }),
  landing: () => program,
})

const port = Number(process.env['PORT'] || 4400)
createServer(nodeListener(handler)).listen(port)
console.log(`The API is at http://localhost:${port}/v1/${program.id}`)
