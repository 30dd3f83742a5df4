import { join } from 'node:path'
import { listen } from '../../app.ts'
import { ROOT } from '../../place.ts'
import { findProject } from '../../project/project.ts'
import { openApp } from '../open-app.ts'

// Serves the dashboard of a project, without a Postgres behind it, until it is killed; says where, and a token.
const webRoot = join(ROOT, 'web')
const opened = await openApp(findProject(process.argv[2] ?? ''), { webRoot })
const link = await listen(opened.app)
process.stdout.write(`${JSON.stringify({ origin: new URL(link).origin, token: opened.token })}\n`)
