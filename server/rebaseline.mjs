#!/usr/bin/env node
// What `rebaseline` starts where this package is installed: the program is TypeScript, loaded by tsx.
import { register } from 'tsx/esm/api'

register()
await import('./main.ts')
