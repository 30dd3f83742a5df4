import { afterAll } from 'vitest'
import { removeProjectFolders } from '../history/fixtures/project-folder.ts'

afterAll(removeProjectFolders)
