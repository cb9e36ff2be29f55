/**
 * What is written in plans, for full text search: a plan's text is every edit of the log, merged, so it is read out of them beside the
 * commits (`sync/plan-words-keeper.ts`). Which texts are to be read is said by a trigger, in the commit that edits them, whatever
 * release of the server makes it. Words of a plan are its title, its folder and its text; of one that was put away there are none.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

/** As 0012 left it. */
export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

const searchText = (archived: string, fields: string): string => `
  create or replace function search_text(doc jsonb) returns text language sql immutable parallel safe as $$
    select case
      when doc ->> 'kind' = 'notice' or doc ->> 'deletedBy' is not null then null
      when doc ->> 'voidedBy' is not null or doc ->> 'endedAfter' is not null then null
      ${archived}
      else nullif(concat_ws(' ', ${fields}), '')
    end
  $$`;

const SEARCHED = "'messages', 'expenses', 'settlements', 'recurrences'";

const keepTrigger = (tables: string): string => `
  create trigger keep_search_words after insert or update on rows for each row
    when (new.table_name in (${tables})) execute function keep_search_words()`;

const keepFunction = (at: string, words: string, also = ''): string => `
  create or replace function keep_search_words() returns trigger language plpgsql as $$
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
        values (new.group_id, new.table_name, new.id, ${at}, ${words})
        on conflict (group_id, table_name, id) do update set at = excluded.at, words = excluded.words;
        ${also}
      end if;
      return null;
    end
  $$`;

const WORDS = 'search_vector(new.group_id, text_now)';
const WITH_TEXT = `case when new.table_name = 'plans' then ${WORDS} || coalesce((
    select p.words from plan_words p where p.group_id = new.group_id and p.plan_id = new.id), '') else ${WORDS} end`;

/** A text that is being put in at this moment was not seen: it is put in once more. */
const READ_AGAIN = `
        insert into plan_words_due (group_id, plan_id, version)
        select p.group_id, p.plan_id, p.version from plan_words p
        where new.table_name = 'plans' and p.group_id = new.group_id and p.plan_id = new.id
        on conflict do nothing;`;

const UP = [
  `create table plan_words (
    group_id text not null,
    plan_id text not null,
    version bigint not null,
    said text not null,
    words tsvector not null,
    primary key (group_id, plan_id)
  )`,
  `create table plan_words_due (
    group_id text not null,
    plan_id text not null,
    version bigint not null,
    primary key (group_id, plan_id)
  )`,
  searchText(
    "when doc ->> 'archivedAt' is not null then null",
    "doc ->> 'text', doc ->> 'description', doc ->> 'note', doc ->> 'title', doc ->> 'folder'",
  ),
  keepFunction("coalesce(doc ->> 'at', doc ->> 'editedAt')::bigint", WITH_TEXT, READ_AGAIN),
  'drop trigger keep_search_words on rows',
  keepTrigger(`${SEARCHED}, 'plans'`),
  `create function say_plan_words_due() returns trigger language plpgsql as $$
    begin
      insert into plan_words_due (group_id, plan_id, version)
      select group_id, plan_id, max(version) from fresh group by group_id, plan_id order by group_id, plan_id
      on conflict (group_id, plan_id) do update set version = excluded.version;
      return null;
    end
  $$`,
  `create trigger say_plan_words_due after insert on plan_edits
    referencing new table as fresh for each statement execute function say_plan_words_due()`,
  `create function take_plan_words() returns trigger language plpgsql as $$
    begin
      insert into search_words (group_id, table_name, id, at, words)
      select r.group_id, 'plans', r.id, (doc ->> 'editedAt')::bigint,
        search_vector(r.group_id, search_text(doc)) || new.words
      from (select group_id, id, search_doc(json) as doc from rows
        where group_id = new.group_id and table_name = 'plans' and id = new.plan_id) r
      where doc ->> 'archivedAt' is null
      on conflict (group_id, table_name, id) do update set at = excluded.at, words = excluded.words;
      return null;
    end
  $$`,
  `create trigger take_plan_words after insert or update on plan_words for each row execute function take_plan_words()`,
  `create function drop_plan_words() returns trigger language plpgsql as $$
    begin
      delete from plan_words p where p.group_id = old.group_id and p.plan_id = old.id;
      delete from plan_words_due p where p.group_id = old.group_id and p.plan_id = old.id;
      return null;
    end
  $$`,
  `create trigger drop_plan_words after delete on rows for each row
    when (old.table_name = 'plans') execute function drop_plan_words()`,
  `insert into plan_words_due (group_id, plan_id, version)
    select group_id, plan_id, max(version)
    from (select group_id, plan_id, version from plan_edits union all select group_id, plan_id, version from plan_texts) said
    group by group_id, plan_id`,
  `insert into search_words (group_id, table_name, id, at, words)
    select group_id, table_name, id, (doc ->> 'editedAt')::bigint, search_vector(group_id, search_text(doc))
    from (select group_id, table_name, id, search_doc(json) as doc from rows where table_name = 'plans') found
    where search_text(doc) is not null`,
];

const DOWN = [
  'drop trigger say_plan_words_due on plan_edits',
  'drop function say_plan_words_due()',
  'drop trigger drop_plan_words on rows',
  'drop function drop_plan_words()',
  'drop trigger keep_search_words on rows',
  keepTrigger(SEARCHED),
  keepFunction("(doc ->> 'at')::bigint", WORDS),
  searchText('', "doc ->> 'text', doc ->> 'description', doc ->> 'note'"),
  'drop table plan_words',
  'drop table plan_words_due',
  'drop function take_plan_words()',
  "delete from search_words where table_name = 'plans'",
];
