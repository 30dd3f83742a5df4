import { createTwoFilesPatch } from 'diff'
import { html as htmlOf } from 'diff2html'
import { withNamedCharacters } from '../../lib/visible-text.ts'

/** What the worker is asked. */
export interface DiffQuestion {
  readonly old: string
  readonly rebuilt: string
  readonly layout: 'side' | 'unified'
}

/** What it answers. The HTML is diff2html's: to be sanitised before it is shown. */
export type DiffAnswer =
  | { readonly status: 'same' }
  | { readonly status: 'diff'; readonly html: string; readonly extent: string }
  | { readonly status: 'too-large'; readonly why: string }

/** Names that no database chose. */
const FILE = 'definition.sql'
const WHOLE = 300
const CONTEXT = 8
const CHANGED_LINES = 1_500
const MILLISECONDS = 500
const LINE_LENGTH = 2_000

/** Compares two definitions line by line, unless that would take long or make a page that nobody can read. */
export function diffTexts({ old, rebuilt, layout }: DiffQuestion): DiffAnswer {
  if (old === rebuilt) return { status: 'same' }
  const texts = [ended(old), ended(rebuilt)] as const
  const lines = Math.max(lineCount(old), lineCount(rebuilt))
  const isWhole = lines <= WHOLE
  const patch = createTwoFilesPatch(FILE, FILE, ...texts, undefined, undefined, {
    context: isWhole ? WHOLE : CONTEXT,
    timeout: MILLISECONDS,
    maxEditLength: 2 * CHANGED_LINES,
  })
  if (patch === undefined) {
    return {
      status: 'too-large',
      why: `Too many of ${lines} lines differ to pair them: both texts follow, from the first difference on.`,
    }
  }
  const shown = lineCount(patch)
  if (shown > 2 * CHANGED_LINES || /.{2001}/.test(patch)) {
    return {
      status: 'too-large',
      why: 'Too long to compare line by line: both texts follow, from the first difference on.',
    }
  }
  if (!patch.includes('\n@@')) {
    return {
      status: 'too-large',
      why: 'They differ in a place that lines do not show: both texts follow.',
    }
  }
  return {
    status: 'diff',
    html: htmlOf(patch, {
      outputFormat: layout === 'side' ? 'side-by-side' : 'line-by-line',
      drawFileList: false,
      matching: 'lines',
      matchingMaxComparisons: 1_000,
      maxLineLengthHighlight: LINE_LENGTH,
      diffStyle: 'word',
    }),
    extent: isWhole ? `All ${lines} lines.` : `Of ${lines} lines those around the differences.`,
  }
}

/** Characters that hide from a reader are named; the last line ends like every other. */
const ended = (text: string): string => `${withNamedCharacters(text)}\n`

const lineCount = (text: string): number => text.split('\n').length
