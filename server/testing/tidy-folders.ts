import { afterAll } from 'vitest'
import { removeProjectFolders } from './project-folder.ts'

afterAll(removeProjectFolders)
