import { ackCommand } from './ack.ts'
import { branchesCommand } from './branches.ts'
import type { Command } from './command.ts'
import { compareCommand } from './compare.ts'
import { demoCommand } from './demo.ts'
import { driftCommand } from './drift.ts'
import { exportCommand } from './export.ts'
import { generateCommand } from './generate.ts'
import { historyCommand } from './history.ts'
import { initCommand } from './init.ts'
import { migrateCommand } from './migrate.ts'
import { nukeCommand } from './nuke.ts'
import { rebuildCommand } from './rebuild.ts'
import { rehearseCommand } from './rehearse.ts'
import { signCommand } from './sign.ts'
import { snapshotCommand } from './snapshot.ts'
import { statusCommand } from './status.ts'
import { stampCommand } from './stamp.ts'
import { unstampCommand } from './unstamp.ts'
import { typesCommand } from './types.ts'
import { uiCommand } from './ui.ts'
import { verifyCommand } from './verify.ts'

/** Every command, in the order the help lists them. */
export const COMMANDS: readonly Command[] = [
  uiCommand,
  historyCommand,
  driftCommand,
  generateCommand,
  verifyCommand,
  compareCommand,
  snapshotCommand,
  typesCommand,
  ackCommand,
  signCommand,
  exportCommand,
  branchesCommand,
  statusCommand,
  rehearseCommand,
  stampCommand,
  unstampCommand,
  migrateCommand,
  rebuildCommand,
  nukeCommand,
  initCommand,
  demoCommand,
]
