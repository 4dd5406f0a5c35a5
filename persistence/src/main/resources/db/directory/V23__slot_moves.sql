-- While a slot changes its shard it is closed for a moment: who wants its rows waits.
alter table slot_map add column closed boolean not null default false;

-- Grows with each change of the map, so that one look tells whether it has to be read anew.
create table slot_map_version (
    single boolean primary key default true check (single),
    version bigint not null
);
insert into slot_map_version (version) values (1);

-- The version of the map by which the instance works, with all that it began by earlier ones ended.
-- An instance of an earlier version of the application does not know it, and no slot moves beside it.
alter table instance add column map_version bigint;
-- So many shards it knows: no slot goes to one that it does not.
alter table instance add column map_shards int;
-- Whose word that is: a number may have gone to another instance.
alter table instance add column map_token text;

-- What is to move, slot by slot.
create table slot_move (
    id bigint primary key,
    kind text not null,
    state text not null,
    created timestamptz not null,
    created_by bigint not null,
    ended_at timestamptz,
    due_at timestamptz,
    attempts int not null default 0,
    reason text
);
create index slot_move_due on slot_move (due_at) where due_at is not null;

create table slot_move_part (
    move_id bigint not null references slot_move (id) on delete cascade deferrable initially deferred,
    slot int not null check (slot between 0 and 1023),
    source int not null check (source >= 0),
    target int not null check (target >= 0 and target <> source),
    state text not null,
    row_count bigint,
    pause_ms int,
    ended_at timestamptz,
    primary key (move_id, slot)
);
-- A slot goes one way at a time.
create unique index slot_move_part_once on slot_move_part (slot) where state not in ('DONE', 'CANCELLED');
