/** What a person can do something about: shown without a stack trace. */
export class Problem extends Error {
  /** @override */
  name = 'Problem'
}

/** @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`)

/**
 * What a tool says went wrong, without its stack traces, notices and blank lines.
 * @param {string} output
 */
export const complaint = (output) =>
  output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(
      (line) =>
        !/^(npm (error|warn))?$|^(npm error)? +at |^npm notice|complete log of this run/.test(line),
    )
    .slice(0, 15)
    .map((line) => `  ${line}`)
    .join('\n')

/** @param {number} since */
export const secondsSince = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`
