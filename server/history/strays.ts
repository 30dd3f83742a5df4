import { readdirSync, readFileSync } from 'node:fs'
import { whenKilled } from '../machine/when-killed.ts'

type Environment = Readonly<Record<string, string>>

/** These say whose a process is, wherever it puts itself: it inherits them, and no other build has the same two. */
const MARKS = ['PGAPPNAME', 'PGDATABASE'] as const

const marksOf = (environment: Environment): string[] =>
  MARKS.map((name) => `${name}=${environment[name] ?? ''}`)

/**
 * Ends the processes that were started with this environment and left their process group, such as a server that was
 * told to stay. Only Linux shows the environment of others.
 */
export function endStrays(environment: Environment): void {
  if (process.platform !== 'linux') return
  const marks = marksOf(environment)
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const found = environmentOf(pid)
    if (marks.every((mark) => found.includes(mark))) end(pid)
  }
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}

/** Ends a process; with a negative number, its group. */
export function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

const SCRIPT = `
read -r line && exit 0
kill -KILL -- "-$1" 2>/dev/null
cd /proc || exit
if echo x | grep -qz x 2>/dev/null; then
  files=$(grep -slzxF -e "$2" [0-9]*/environ)
  [ -n "$files" ] && files=$(grep -slzxF -e "$3" $files)
else
  files=
  for file in [0-9]*/environ; do
    found=$(tr '\\000' '\\n' < "$file" 2>/dev/null | grep -xF -e "$2" -e "$3" | sort -u | wc -l)
    [ "$found" -eq 2 ] && files="$files $file"
  done
fi
for file in $files; do
  kill -KILL "\${file%/environ}" 2>/dev/null
done`

/** Ends a process group and its strays when we are killed without a chance to act; gives what calls it off. */
export function watchOver(group: number | undefined, environment: Environment): () => void {
  if (process.platform === 'win32' || group === undefined) return () => {}
  return whenKilled(SCRIPT, ['rebaseline-lifeline', String(group), ...marksOf(environment)])
}
