#!/usr/bin/env node
import { runCommand } from './command/main.ts'

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
})
