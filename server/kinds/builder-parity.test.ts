import { Kysely as Kysely028 } from 'kysely'
import { Kysely as Kysely027 } from 'kysely027'
import { Kysely as Kysely029 } from 'kysely029'
