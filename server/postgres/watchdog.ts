import type { RunFolder } from './run-folder.ts'
import { whenKilled } from '../machine/when-killed.ts'

/** Stops the server and removes the folder when we are killed without a chance to act: it sees our end of a pipe close. */
export interface Watchdog {
  /** Everything is done already. */
  dismiss(): void
}

const SCRIPT = `
read -r line && exit 0
for pid in $(ps -A -o pid= -o args= 2>/dev/null |
    WANTED="initdb -D $1/data" awk 'index($0, ENVIRON["WANTED"]) { print $1 }'); do
  kill -TERM "$pid"
  for turn in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null && sleep 0.3; done
done
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ] && { cat "/proc/$pid/cmdline" 2>/dev/null || ps -o command= -p "$pid"; } | tr '\\000' ' ' | grep -qF "$1"; then
  kill -QUIT "$pid"
fi
for turn in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf "$1" 2>/dev/null && [ ! -e "$1" ] && exit 0
  sleep 0.3
done`

/** Begins to watch over a run folder and the server in it. */
export function startWatchdog({ path }: RunFolder): Watchdog {
  if (process.platform === 'win32') return { dismiss: () => {} }
  return { dismiss: whenKilled(SCRIPT, ['rebaseline-watchdog', path]) }
}
