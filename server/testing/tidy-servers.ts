import { afterAll } from 'vitest'
import { emptyServers } from './postgres.ts'

afterAll(emptyServers, 60_000)
