#!/usr/bin/env node
// What `rebaseline` starts where this package is installed: the built program. A checkout is brought up to date first.
import { existsSync } from 'node:fs'

const prepare = new URL('../scripts/prepare.mjs', import.meta.url)
if (existsSync(prepare)) await import(prepare.href)
if (!process.exitCode) await import('../dist/server/main.js')
