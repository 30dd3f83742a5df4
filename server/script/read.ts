import { constants } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { RebaselineError } from '../errors.ts'

/** The text of a script for psql, whatever it is encoded in. */
export async function readScript(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    const { code = '' } = cause as NodeJS.ErrnoException
    const { happened, help } = UNREAD[code] ?? { happened: String(cause), help: CHECK_PATH }
    throw failed(file, happened, help, cause)
  })
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    throw failed(file, 'it is larger than half a gigabyte', TOO_LARGE)
  }
  const archive = ARCHIVES.find(({ at, mark }) => bytes.subarray(at, at + mark.length).equals(mark))
  if (archive) throw failed(file, `it is ${archive.what}, and no plain SQL`, archive.help)
  if (bytes.subarray(0, 2).equals(UTF_16)) return decode(file, bytes, 'UTF-16', 'utf-16le')
  return spans(bytes)
    .map(({ said, span }) => {
      const name = said.toUpperCase().replaceAll(/[-_ ]/g, '')
      return name === 'LATIN1' ? span.toString('latin1') : decode(file, span, said, LABELS[name])
    })
    .join('')
}

const TOO_LARGE =
  'Dump it with --schema-only, or load it into a database and name that with --database.'
const CHECK_PATH = 'Check the path, and that this user may read the file.'

const UNREAD: Readonly<Record<string, { readonly happened: string; readonly help: string }>> = {
  ENOENT: { happened: 'there is no such file', help: CHECK_PATH },
  EACCES: { happened: 'this user may not read it', help: CHECK_PATH },
  ERR_FS_FILE_TOO_LARGE: { happened: 'it is larger than two gigabytes', help: TOO_LARGE },
  EISDIR: {
    happened: 'it is a folder, and no plain SQL',
    help: 'A dump in a folder becomes a plain one with pg_restore -f dump.sql FOLDER.',
  },
}

const ENCODING = /^\s*set\s+client_encoding\s*(?:=|to)\s*'?([\w-]+)'?\s*;/gim

/** A dump of several databases says anew for each how it is encoded. */
function spans(bytes: Buffer): { said: string; span: Buffer }[] {
  const changes = [...bytes.toString('latin1').matchAll(ENCODING)]
  const starts = changes.map(({ index }) => index)
  return [0, ...starts].map((start, place) => ({
    said: changes[Math.max(place - 1, 0)]?.[1] ?? 'UTF8',
    span: bytes.subarray(start, starts[place] ?? bytes.length),
  }))
}

/** What PowerShell makes of a dump that it redirects into a file. */
const UTF_16 = Buffer.from([0xff, 0xfe])

/** What tells each from a script, and where that stands. */
const ARCHIVES = [
  {
    at: 0,
    mark: Buffer.from('PGDMP'),
    what: "in pg_dump's custom format",
    help: 'Make it plain with pg_restore -f dump.sql FILE, and name that.',
  },
  {
    at: 257,
    mark: Buffer.from('ustar'),
    what: 'a tar archive',
    help: 'Make it plain with pg_restore -f dump.sql FILE, where pg_dump made it so; else unpack it.',
  },
  {
    at: 0,
    mark: Buffer.from([0x1f, 0x8b]),
    what: 'compressed',
    help: 'Unpack it with gunzip, and name the result.',
  },
]

/** Postgres's names of encodings, and the standard's; one that maps some byte otherwise is not among them. */
const LABELS: Readonly<Record<string, string>> = {
  UTF8: 'utf-8',
  UNICODE: 'utf-8',
  SQLASCII: 'utf-8',
  LATIN2: 'iso-8859-2',
  LATIN9: 'iso-8859-15',
  LATIN10: 'iso-8859-16',
  ISO88595: 'iso-8859-5',
  ISO88597: 'iso-8859-7',
  KOI8R: 'koi8-r',
  WIN1250: 'windows-1250',
  WIN1251: 'windows-1251',
  WIN1252: 'windows-1252',
  WIN1253: 'windows-1253',
  WIN1254: 'windows-1254',
  WIN1257: 'windows-1257',
  EUCJP: 'euc-jp',
  SJIS: 'shift_jis',
  EUCKR: 'euc-kr',
  BIG5: 'big5',
  GBK: 'gbk',
  GB18030: 'gb18030',
}

function decode(file: string, bytes: Buffer, said: string, label: string | undefined): string {
  const help = 'Dump it with --encoding=UTF8.'
  if (label === undefined) throw failed(file, `it is encoded in ${said}`, help)
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw failed(file, `it holds bytes that are no text in ${said}`, help, cause)
  }
}

const failed = (file: string, happened: string, help: string, cause?: unknown): RebaselineError =>
  new RebaselineError('script-failed', { doing: `load ${file}`, happened, help, cause })
