import { describe, expect, test } from 'vitest'
import { attributesOf, builtTwice, HOSTILE, objectsOf } from '../testing/built-twice.ts'
import { ident, literal } from './sql.ts'

const PLAIN = {
  timing: 'AFTER',
  events: ['INSERT'],
  level: 'ROW',
  updateOf: [],
  function: 'public.act',
  arguments: [],
  when: null,
  oldTable: null,
  newTable: null,
  constraintTrigger: false,
  deferrable: false,
  initiallyDeferred: false,
  fromTable: null,
  enabled: 'ORIGIN',
  originEnabled: null,
  cloneOf: [],
  origin: null,
  extensions: [],
  definition: expect.any(String),
}
const TABLE = `create table t (a int primary key, "b.c" text);
  create function act() returns trigger language plpgsql as 'begin return new; end';`

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('a trigger is taken apart into everything that CREATE TRIGGER can say', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `${TABLE}
       create trigger busy before truncate or insert or update or delete on t execute function act(${HOSTILE.map(literal).join(', ')}, '', '1');
       create trigger part before update of "b.c", a on t for each row
         when (old."b.c" is distinct from new."b.c") execute function act('it''s');
       create trigger seen after update on t referencing old table as "be fore" new table as after for each statement execute function act();
       create trigger same before update on t for each row when (old.* is distinct from new.*)
         execute function suppress_redundant_updates_trigger();
       create table other (a int);
       create constraint trigger late after insert on t from other deferrable initially deferred
         for each row when (new.a > 4) execute function act('x');
       create constraint trigger prompt after insert or update of a on t for each row when (new.a > 5) execute function act();
       create view v as select * from t; create trigger instead instead of insert on v for each row execute function act();`,
    )
    expect(attributesOf(old, 'trigger')).toStrictEqual({
      'public | t | busy': {
        ...PLAIN,
        timing: 'BEFORE',
        events: ['INSERT', 'DELETE', 'UPDATE', 'TRUNCATE'],
        level: 'STATEMENT',
        arguments: [...HOSTILE, '', '1'],
      },
      'public | t | part': {
        ...PLAIN,
        timing: 'BEFORE',
        events: ['UPDATE'],
        updateOf: ['a', 'b.c'],
        arguments: ["it's"],
        when: '(old."b.c" IS DISTINCT FROM new."b.c")',
      },
      'public | t | seen': {
        ...PLAIN,
        events: ['UPDATE'],
        level: 'STATEMENT',
        oldTable: 'be fore',
        newTable: 'after',
      },
      'public | t | same': {
        ...PLAIN,
        timing: 'BEFORE',
        events: ['UPDATE'],
        function: 'pg_catalog.suppress_redundant_updates_trigger',
        when: '(old.* IS DISTINCT FROM new.*)',
      },
      'public | t | late': {
        ...PLAIN,
        arguments: ['x'],
        when: '(new.a > 4)',
        constraintTrigger: true,
        deferrable: true,
        initiallyDeferred: true,
        fromTable: 'public.other',
      },
      'public | t | prompt': {
        ...PLAIN,
        events: ['INSERT', 'UPDATE'],
        updateOf: ['a'],
        when: '(new.a > 5)',
        constraintTrigger: true,
      },
      'public | v | instead': { ...PLAIN, timing: 'INSTEAD OF' },
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a condition is found whatever the names around it say', async () => {
    const names = [...HOSTILE, ' FOR EACH ROW WHEN (', ') EXECUTE FUNCTION act(']
    const ddl = names.map(
      (name) => `
        create table ${ident(name)} (${ident(name)} int, "it's ""quoted""" int, a int);
        create function ${ident(name)}() returns trigger language plpgsql as 'begin return new; end';
        create trigger ${ident(name)} before update of ${ident(name === HOSTILE[0] ? 'a' : name)} on ${ident(name)} for each row
          when (old.a > new.a) execute function ${ident(name)}(${literal(name)}, ') EXECUTE FUNCTION act()');`,
    )
    const { old, rebuilt } = await builtTwice(
      major,
      ddl.join('').replace(`"it's ""quoted""" int, "it's`, `"it's ""quoted""" int, "not it's`),
    )
    const conditions = Object.values(attributesOf(old, 'trigger')).map((trigger) => trigger['when'])
    expect(conditions).toStrictEqual(names.map(() => '(old.a > new.a)'))
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a trigger that is disabled, for replicas only or always on stays so', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `${TABLE}
       create trigger off after insert on t for each row execute function act(); alter table t disable trigger off;
       create trigger copy after insert on t for each row execute function act(); alter table t enable replica trigger copy;
       create trigger firm after insert on t for each row execute function act(); alter table t enable always trigger firm;`,
    )
    expect(attributesOf(old, 'trigger')).toStrictEqual({
      'public | t | off': { ...PLAIN, enabled: 'DISABLED' },
      'public | t | copy': { ...PLAIN, enabled: 'REPLICA' },
      'public | t | firm': { ...PLAIN, enabled: 'ALWAYS' },
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a copy on a partition keeps an enabled state of its own', async () => {
    const { old, rebuilt, statements } = await builtTwice(
      major,
      `create function act() returns trigger language plpgsql as 'begin return new; end';
       create table p (a int) partition by list (a);
       create table p1 partition of p for values in (1) partition by list (a);
       create table p11 partition of p1 for values in (1); create table p2 partition of p for values in (2);
       create trigger x after insert on p for each row execute function act();
       create trigger y after insert on p for each row execute function act();
       create trigger z after insert on p for each row execute function act();
       alter table p disable trigger x; alter table p1 enable trigger x; alter table p11 disable trigger x;
       alter table only p enable always trigger y;
       alter table p11 disable trigger z;`,
    )
    const triggers = Object.entries(attributesOf(old, 'trigger'))
    expect(
      Object.fromEntries(triggers.map(([name, { enabled }]) => [name, enabled])),
    ).toStrictEqual({
      'public | p | x': 'DISABLED',
      'public | p1 | x': 'ORIGIN',
      'public | p11 | x': 'DISABLED',
      'public | p2 | x': 'DISABLED',
      'public | p | y': 'ALWAYS',
      'public | p1 | y': 'ORIGIN',
      'public | p11 | y': 'ORIGIN',
      'public | p2 | y': 'ORIGIN',
      'public | p | z': 'ORIGIN',
      'public | p1 | z': 'ORIGIN',
      'public | p11 | z': 'DISABLED',
      'public | p2 | z': 'ORIGIN',
    })
    expect(attributesOf(old, 'trigger')['public | p11 | x']).toMatchObject({
      originEnabled: 'ORIGIN',
      cloneOf: [
        ['public', 'p1', 'x'],
        ['public', 'p', 'x'],
      ],
      origin: ['trigger', 'public', 'p1', 'x'],
    })
    expect(statements.filter((sql) => sql.startsWith('CREATE TRIGGER'))).toHaveLength(3)
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a rule has its event, action and enabled state; what makes a view is none', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `create table t (a int, b text); create table "o.ther" (a int);
       create rule "ru""le.1" as on delete to t where old.b = E';\\n\\\\' do instead (insert into "o.ther" values (2); update "o.ther" set a = 1);
       create rule quiet as on insert to t do also nothing; alter table t disable rule quiet;
       create rule always as on update to t do also notify x; alter table t enable always rule always;
       create view v as select * from t; create rule instead as on insert to v do instead insert into t values (new.a, new.b) returning *;`,
    )
    expect(attributesOf(old, 'rule')).toMatchObject({
      'public | t | ru"le.1': { event: 'DELETE', instead: true, enabled: 'ORIGIN' },
      'public | t | quiet': {
        event: 'INSERT',
        instead: false,
        enabled: 'DISABLED',
        definition: 'CREATE RULE quiet AS\n    ON INSERT TO public.t DO NOTHING',
      },
      'public | t | always': { event: 'UPDATE', instead: false, enabled: 'ALWAYS' },
      'public | v | instead': { event: 'INSERT', instead: true },
    })
    expect(Object.keys(attributesOf(old, 'rule'))).toHaveLength(4)
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a policy has its command, mode, roles and both expressions', async () => {
    const { old, rebuilt, statements } = await builtTwice(
      major,
      `do $$ begin
         create role "policy ""reader"""; create role policy_writer;
       exception when duplicate_object then null; end $$;
       create table t (a int, b text); create table other (a int);
       create policy "po.l""icy" on t as restrictive for update to policy_writer, "policy ""reader""", current_user
         using (b = 'x' or exists (select from other)) with check (a > 0);
       create policy open on t;
       create policy add on t for insert with check (true); create policy del on t for delete using (a < 0);`,
    )
    expect(attributesOf(old, 'policy')).toStrictEqual({
      'public | t | po.l"icy': {
        command: 'UPDATE',
        permissive: false,
        roles: expect.arrayContaining(['policy "reader"', 'policy_writer', '']),
        using: expect.stringContaining(`(b = 'x'::text) OR (EXISTS ( SELECT`),
        check: '(a > 0)',
      },
      'public | t | open': {
        command: 'ALL',
        permissive: true,
        roles: ['public'],
        using: null,
        check: null,
      },
      'public | t | add': {
        command: 'INSERT',
        permissive: true,
        roles: ['public'],
        using: null,
        check: 'true',
      },
      'public | t | del': {
        command: 'DELETE',
        permissive: true,
        roles: ['public'],
        using: '(a < 0)',
        check: null,
      },
    })
    expect(statements).toContain(
      'CREATE POLICY "open" ON "public"."t" AS PERMISSIVE FOR ALL TO PUBLIC',
    )
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })
})
