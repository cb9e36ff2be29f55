/**
 * Words of rows, for full text search; see `db/search-records.ts`. A trigger keeps them, so that whatever writes a row, the
 * release before after a rollback included, leaves no word behind that its row has not: deleted, voided and erased rows have
 * none. `unaccent` where the database has it; where it has not (or may not be asked for it), Unicode's own decomposition does
 * the same for every letter of Portuguese, Spanish and English.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(plainFunction(await findUnaccent(db))).execute(db);
  for (const statement of UP) await sql.raw(statement).execute(db);
}

/** The extension stays: it may have been there before us, and is nobody's data. */
export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

/** Its schema; undefined: the database cannot have it. */
async function findUnaccent(db: Kysely<unknown>): Promise<string | undefined> {
  await sql`savepoint before_unaccent`.execute(db);
  try {
    await sql`create extension if not exists unaccent`.execute(db);
  } catch {
    await sql`rollback to savepoint before_unaccent`.execute(db);
  }
  await sql`release savepoint before_unaccent`.execute(db);
  const { rows } = await sql<{ schema: string }>`
    select quote_ident(n.nspname) as schema from pg_extension e
    join pg_namespace n on n.oid = e.extnamespace where e.extname = 'unaccent'
  `.execute(db);
  return rows[0]?.schema;
}

/** Without accents. Named with its schema and its dictionary it is immutable, which an index's words must be. */
function plainFunction(schema: string | undefined): string {
  const body =
    schema === undefined
      ? "regexp_replace(normalize(t, NFD), '[\\u0300-\\u036f]', '', 'g')"
      : `${schema}.unaccent('${schema}.unaccent'::regdictionary, normalize(t, NFC))`;
  return `create function search_plain(t text) returns text language sql immutable parallel safe as $$ select ${body} $$`;
}

const UP = [
  // Both with accents and without: the stemmer knows -ção by its accents, and people type without.
  `create function search_vector(group_id text, t text) returns tsvector language sql immutable parallel safe as $$
    select array_to_tsvector(array['@' || group_id])
      || strip(to_tsvector('pg_catalog.portuguese'::regconfig, normalize(t, NFC)))
      || strip(to_tsvector('pg_catalog.portuguese'::regconfig, search_plain(t)))
  $$`,
  // NUL and half characters, which no jsonb can hold, must never stop a commit. null: it holds more of that sort.
  `create function search_doc(stored text) returns jsonb language plpgsql immutable parallel safe as $$
    begin
      if position('\\u' in stored) = 0 then return stored::jsonb; end if;
      begin
        return regexp_replace(stored, '(?<!\\\\)((?:\\\\\\\\)*)\\\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\1 ', 'g')::jsonb;
      exception when others then
        return null;
      end;
    end
  $$`,
  // What is searched of a row; null: nothing.
  `create function search_text(doc jsonb) returns text language sql immutable parallel safe as $$
    select case
      when doc ->> 'kind' = 'notice' or doc ->> 'deletedBy' is not null then null
      when doc ->> 'voidedBy' is not null or doc ->> 'endedAfter' is not null then null
      else nullif(concat_ws(' ', doc ->> 'text', doc ->> 'description', doc ->> 'note'), '')
    end
  $$`,
  `create table search_words (
    group_id text not null,
    table_name text not null,
    id text not null,
    at bigint not null,
    words tsvector not null,
    primary key (group_id, table_name, id)
  )`,
  // Nobody vacuums an embedded database: what waits to be sorted in is bounded, or one commit in a thousand pays for all.
  'create index search_words_by_word on search_words using gin (words) with (gin_pending_list_limit = 256)',
  `create function keep_search_words() returns trigger language plpgsql as $$
    declare
      doc jsonb := search_doc(new.json);
      text_now text := search_text(doc);
    begin
      if tg_op = 'UPDATE' and text_now is not distinct from search_text(search_doc(old.json)) then return null; end if;
      if text_now is null then
        delete from search_words s
        where s.group_id = new.group_id and s.table_name = new.table_name and s.id = new.id;
      else
        insert into search_words (group_id, table_name, id, at, words)
        values (new.group_id, new.table_name, new.id, (doc ->> 'at')::bigint, search_vector(new.group_id, text_now))
        on conflict (group_id, table_name, id) do update set at = excluded.at, words = excluded.words;
      end if;
      return null;
    end
  $$`,
  `create function drop_search_words() returns trigger language plpgsql as $$
    begin
      delete from search_words s
      where s.group_id = old.group_id and s.table_name = old.table_name and s.id = old.id;
      return null;
    end
  $$`,
  `create trigger keep_search_words after insert or update on rows for each row
    when (new.table_name in ('messages', 'expenses', 'settlements', 'recurrences'))
    execute function keep_search_words()`,
  `create trigger drop_search_words after delete on rows for each row execute function drop_search_words()`,
  `insert into search_words (group_id, table_name, id, at, words)
    select group_id, table_name, id, (doc ->> 'at')::bigint, search_vector(group_id, search_text(doc))
    from (select group_id, table_name, id, search_doc(json) as doc from rows
      where table_name in ('messages', 'expenses', 'settlements', 'recurrences')) found
    where search_text(doc) is not null`,
];

const DOWN = [
  'drop trigger keep_search_words on rows',
  'drop trigger drop_search_words on rows',
  'drop function keep_search_words()',
  'drop function drop_search_words()',
  'drop table search_words',
  'drop function search_text(jsonb)',
  'drop function search_doc(text)',
  'drop function search_vector(text, text)',
  'drop function search_plain(text)',
];
