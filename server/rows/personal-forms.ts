import { wordsOf } from './secret-forms.ts'

const EMAIL =
  /(?:^|[\s<(,;"':])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:$|[\s>),;"':.])/u
const DIGITS = /(?<![\p{L}\p{N}.])\d(?:[ -]?\d){13,15}(?![\p{L}\p{N}.])/gu
const IBAN =
  /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![\p{L}\p{N}])/gu

/** What a value is by its form; undefined where it has none. */
export function personalFormOf(value: string): string | undefined {
  if (EMAIL.test(value)) return 'an e-mail address'
  if ((value.match(IBAN) ?? []).some(isIban)) return 'a bank account'
  if ((value.match(DIGITS) ?? []).some(isCardNumber)) return 'a payment card'
  return undefined
}

/** By the check digits of ISO 13616: modulo 97 it leaves 1. */
function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '')
  if (compact.length < 15 || compact.length > 34) return false
  const moved = compact.slice(4) + compact.slice(0, 4)
  const digits = [...moved].map((each) => String(Number.parseInt(each, 36))).join('')
  return BigInt(digits) % 97n === 1n
}

/** By the first digits and lengths that card networks use, and the check digit of ISO 7812 (Luhn). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  if (!CARD.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const CARD = /^(?:(?:4|5[1-5]|2[2-7]|6[05])\d+(?<=^\d{16})|3[47]\d{13}|3[068]\d{12})$/

/** Names of columns that hold what tells of one person: each a run of words in the column's name. */
const NAMES: readonly (readonly [what: string, names: readonly string[]])[] = [
  [
    'a name of a person',
    [
      'first name',
      'firstname',
      'last name',
      'lastname',
      'full name',
      'fullname',
      'surname',
      'family name',
      'given name',
      'middle name',
      'maiden name',
    ],
  ],
  ['a phone number', ['phone', 'telephone', 'mobile', 'cellphone', 'phone number', 'fax']],
  ['a date of birth', ['birthday', 'birthdate', 'birth date', 'date of birth', 'dob']],
  [
    'an address of a person',
    [
      'street',
      'street address',
      'home address',
      'postal address',
      'address line',
      'zip',
      'zip code',
      'zipcode',
      'postcode',
      'postal code',
    ],
  ],
  [
    'an identity number',
    [
      'ssn',
      'social security number',
      'national id',
      'passport number',
      'tax id',
      'drivers license',
    ],
  ],
  ['a bank account', ['iban', 'bank account', 'account number', 'routing number']],
  ['a payment card', ['card number', 'credit card', 'pan']],
  ['an address of a computer', ['ip', 'ip address', 'ipaddress', 'remote ip', 'client ip']],
]
/** What a name that ends so holds is about such a thing, and none. */
const ABOUT =
  /^(?:id|ids|at|on|by|type|kind|verified|confirmed|required|enabled|count|length|format|label|status|version|hint|prefix|template|pattern|regex|visible|optional)$/

/** What a column of that name holds; undefined where the name does not say. */
export function personalNameOf(name: string): string | undefined {
  const words = wordsOf(name)
  if (ABOUT.test(words.at(-1) ?? '') && !WHOLE_NAMES.has(words.join(' '))) return undefined
  // A number may be told apart by a word after it: `phone_2`.
  const text = ` ${words.join(' ')} `
  return NAMES.find(([, names]) => names.some((each) => text.includes(` ${each} `)))?.[0]
}

const WHOLE_NAMES: ReadonlySet<string> = new Set(NAMES.flatMap(([, names]) => names))
