#!/usr/bin/env node
// What `rebaseline` starts where this package is installed: the built program.
await import('../dist/server/main.js')
